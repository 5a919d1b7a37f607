import { humanize } from '../../model/format.ts';
import { type Drawing, fitText, LANES, toVisible } from './drawing.ts';

const LANE = LANES[5]!;
const MINIMUM_WIDTH = 3;

/** Black, white, silence, freezes, colour bars, slates and end credits. */
export function drawCues({ context, film, palette, scale }: Drawing): void {
  for (const { type, startSeconds, endSeconds } of film.report.cues) {
    const visible = toVisible(startSeconds, endSeconds, scale);
    if (visible === null) continue;
    const width = Math.max(visible[1], MINIMUM_WIDTH);
    context.fillStyle = palette[`cue-${type}`];
    context.beginPath();
    context.roundRect(visible[0], LANE.top, width, LANE.height, 2);
    context.fill();
    const words = fitText(context, humanize(type), width - 8);
    context.fillStyle = palette.surface;
    context.fillText(words, visible[0] + 4, LANE.top + LANE.height / 2 + 0.5);
  }
}
