import { rankBreaks } from '../../model/film.ts';
import { matchesBreak } from '../../model/filters.ts';
import { toX } from '../../model/time-scale.ts';
import { type Drawing, LANES, LANES_HEIGHT } from './drawing.ts';

const LANE = LANES[1]!;
const PIN_HEIGHT = 18;
const PADDING = 6;

/** A break's pin on the canvas, for finding what was clicked. */
export interface Pin {
  readonly breakIndex: number;
  readonly x: number;
  readonly halfWidth: number;
}

/** Story breaks as pins with their rank, the best drawn last so that it lies on top; gives where the pins are. */
export function drawBreaks({ context, film, filters, palette, scale }: Drawing): Pin[] {
  const ranks = rankBreaks(film.report.storyBreaks);
  const shown = film.report.storyBreaks
    .map((storyBreak, breakIndex) => ({ storyBreak, breakIndex, x: toX(storyBreak.seconds, scale) }))
    .filter(({ storyBreak, x }) => matchesBreak(storyBreak, filters) && x > -30 && x < scale.widthPixels + 30)
    .sort((a, b) => ranks[b.breakIndex]! - ranks[a.breakIndex]!);
  return shown.map(({ storyBreak, breakIndex, x }) => {
    const words = String(ranks[breakIndex]);
    const halfWidth = Math.max(10, context.measureText(words).width / 2 + PADDING);
    const color = storyBreak.safe ? palette.accent : palette.unsafe;
    // The better the break, the stronger its line through the lanes below.
    context.globalAlpha = 0.25 + 0.65 * storyBreak.score;
    context.fillStyle = color;
    context.fillRect(Math.round(x) - 0.75, LANE.top + PIN_HEIGHT, 1.5, LANES_HEIGHT);
    context.globalAlpha = 1;
    context.beginPath();
    context.roundRect(x - halfWidth, LANE.top, halfWidth * 2, PIN_HEIGHT, 5);
    context.fillStyle = storyBreak.safe ? color : palette.surface;
    context.fill();
    context.strokeStyle = storyBreak.safe ? palette.surface : color;
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = storyBreak.safe ? palette['on-accent'] : color;
    context.textAlign = 'center';
    context.fillText(words, x, LANE.top + PIN_HEIGHT / 2 + 0.5);
    context.textAlign = 'left';
    return { breakIndex, x, halfWidth };
  });
}
