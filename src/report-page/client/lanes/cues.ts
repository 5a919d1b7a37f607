import { humanize } from '../../model/format.ts';
import { type Drawing, fitText, toVisible } from './drawing.ts';

const MINIMUM_WIDTH = 3;

/** Black, white, silence, freezes, colour bars, slates and end credits. */
export function drawCues({ context, film, palette, scale, layout }: Drawing): void {
  const lane = layout.lanes.cues;
  for (const { type, startSeconds, endSeconds } of film.report.cues) {
    const visible = toVisible(startSeconds, endSeconds, scale);
    if (visible === null) continue;
    const width = Math.max(visible[1], MINIMUM_WIDTH);
    context.fillStyle = palette[`cue-${type}`];
    context.beginPath();
    context.roundRect(visible[0], lane.top, width, lane.height, 2);
    context.fill();
    const words = fitText(context, humanize(type), width - 8);
    context.fillStyle = palette.surface;
    context.fillText(words, visible[0] + 4, lane.top + lane.height / 2 + 0.5);
  }
}
