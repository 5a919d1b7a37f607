import { rankBreaks } from '../../model/film.ts';
import { matchesBreak } from '../../model/filters.ts';
import { toX } from '../../model/time-scale.ts';
import type { Drawing } from './drawing.ts';

const PIN_HEIGHT = 18;
const PADDING = 6;
/** Between the pins and the scores below them. */
const PLOT_GAP = 4;
const POINT = 3;

/** A break's pin on the canvas, for finding what was clicked. */
export interface Pin {
  readonly breakIndex: number;
  readonly x: number;
  readonly halfWidth: number;
}

/** The height of a score in the lower part of the lane: 0 on its ground, 1 under the pins. */
function plot({ lanes }: Drawing['layout']) {
  const { top, height } = lanes.breaks;
  const ground = top + height;
  const ceiling = top + PIN_HEIGHT + PLOT_GAP + POINT;
  return { ground, toY: (score: number) => ground - score * (ground - ceiling) };
}

function drawPoint({ context, palette }: Drawing, x: number, y: number, color: string, filled: boolean): void {
  context.beginPath();
  context.arc(x, y, POINT, 0, 2 * Math.PI);
  context.fillStyle = filled ? color : palette.surface;
  context.fill();
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.stroke();
}

/** Places that were looked at and not taken: empty points at the height of their scores. */
function drawCandidates(drawing: Drawing): void {
  const { context, film, palette, scale, layout } = drawing;
  const { ground, toY } = plot(layout);
  context.fillStyle = palette.line;
  context.fillRect(0, ground - 0.5, scale.widthPixels, 1);
  for (const { seconds, score } of film.otherCandidates) {
    const x = toX(seconds, scale);
    if (x < -POINT || x > scale.widthPixels + POINT) continue;
    context.fillStyle = palette['line-strong'];
    context.fillRect(x - 0.5, toY(score), 1, ground - toY(score));
    drawPoint(drawing, x, toY(score), palette['line-strong'], false);
  }
}

/**
 * Story breaks as pins with their rank over a point at the height of their score, the best drawn last so that it lies on
 * top; gives where the pins are.
 */
export function drawBreaks(drawing: Drawing): Pin[] {
  const { context, film, filters, palette, scale, layout } = drawing;
  const { top } = layout.lanes.breaks;
  const { ground, toY } = plot(layout);
  drawCandidates(drawing);
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
    context.fillRect(Math.round(x) - 0.75, top + PIN_HEIGHT, 1.5, layout.heightPixels);
    context.globalAlpha = 1;
    const y = toY(storyBreak.score);
    context.fillRect(x - 2, y, 4, ground - y);
    drawPoint(drawing, x, y, color, storyBreak.safe);
    context.beginPath();
    context.roundRect(x - halfWidth, top, halfWidth * 2, PIN_HEIGHT, 5);
    context.fillStyle = storyBreak.safe ? color : palette.surface;
    context.fill();
    context.strokeStyle = storyBreak.safe ? palette.surface : color;
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = storyBreak.safe ? palette['on-accent'] : color;
    context.textAlign = 'center';
    context.fillText(words, x, top + PIN_HEIGHT / 2 + 0.5);
    context.textAlign = 'left';
    return { breakIndex, x, halfWidth };
  });
}
