import { EVEN_ODDS } from '../../model/boundaries.ts';
import { type Curve, columnMaxima } from '../../model/curve.ts';
import type { Lane } from '../../model/lanes.ts';
import { toSeconds } from '../../model/time-scale.ts';
import type { Drawing } from './drawing.ts';

/** Loudness is drawn from here up to 0 LUFS. */
const QUIETEST_LUFS = -60;

/** The columns of a curve in sight. */
function visibleColumns({ film, scale }: Drawing, curve: Curve): (number | null)[] {
  const { numerator, denominator } = film.grid.frameRate;
  const perSecond = numerator / denominator;
  const firstFrame = (toSeconds(0, scale) - film.startSeconds) * perSecond;
  return columnMaxima(curve, firstFrame, perSecond / scale.pixelsPerSecond, Math.ceil(scale.widthPixels));
}

/** Draws a line of steps over a soft ground; `share` brings a value to 0..1. */
function drawCurve(drawing: Drawing, curve: Curve, lane: Lane, color: string, share: (value: number) => number): void {
  const { context } = drawing;
  const ground = lane.top + lane.height;
  const columns = visibleColumns(drawing, curve);
  const toY = (value: number) => ground - 1 - Math.min(1, Math.max(0, share(value))) * (lane.height - 2);
  context.fillStyle = color;
  context.globalAlpha = 0.22;
  columns.forEach((value, x) => {
    if (value !== null) context.fillRect(x, toY(value), 1, ground - toY(value));
  });
  context.globalAlpha = 1;
  context.beginPath();
  columns.forEach((value, x) => {
    if (value === null) return;
    if (x === 0 || columns[x - 1] === null) context.moveTo(x, toY(value));
    else context.lineTo(x, toY(value));
    context.lineTo(x + 1, toY(value));
  });
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.stroke();
}

function drawGround({ context, palette, scale }: Drawing, { top, height }: Lane): void {
  context.fillStyle = palette.raised;
  context.fillRect(0, top, scale.widthPixels, height);
  context.fillStyle = palette.line;
  context.fillRect(0, top + height - 1, scale.widthPixels, 1);
}

/** How likely the network finds a transition, over time, with a line at even odds. */
export function drawChange(drawing: Drawing): void {
  const { context, film, palette, scale, layout } = drawing;
  const lane = layout.lanes.change;
  drawGround(drawing, lane);
  const y = Math.round(lane.top + lane.height - 1 - EVEN_ODDS * (lane.height - 2)) + 0.5;
  context.strokeStyle = palette['line-strong'];
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(scale.widthPixels, y);
  context.stroke();
  context.setLineDash([]);
  drawCurve(drawing, film.shotChange, lane, palette.accent, (value) => value);
}

/** Loudness over time; nothing where nobody measured it. */
export function drawLoudness(drawing: Drawing): void {
  const { film, palette, layout } = drawing;
  if (film.loudness === null) return;
  drawGround(drawing, layout.lanes.loudness);
  drawCurve(
    drawing,
    film.loudness,
    layout.lanes.loudness,
    palette['cue-silence'],
    (value) => 1 - value / QUIETEST_LUFS,
  );
}
