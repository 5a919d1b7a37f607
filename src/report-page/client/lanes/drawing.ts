import type { Film } from '../../model/film.ts';
import type { Filters } from '../../model/filters.ts';
import type { Lane, LaneLayout } from '../../model/lanes.ts';
import { type TimeScale, toX } from '../../model/time-scale.ts';
import type { PictureStore } from '../picture-store.ts';
import type { Palette } from './palette.ts';

/** All that a lane needs to draw itself. */
export interface Drawing {
  readonly context: CanvasRenderingContext2D;
  readonly film: Film;
  readonly scale: TimeScale;
  readonly palette: Palette;
  readonly filters: Filters;
  readonly store: PictureStore;
  readonly layout: LaneLayout;
}

/** A range as pixels cut to the visible part, or null when it is out of sight. */
export function toVisible(
  startSeconds: number,
  endSeconds: number,
  scale: TimeScale,
): [x: number, width: number] | null {
  const x = toX(startSeconds, scale);
  const end = toX(endSeconds, scale);
  if (end < 0 || x > scale.widthPixels) return null;
  const from = Math.max(x, -4);
  return [from, Math.min(end, scale.widthPixels + 4) - from];
}

/** A block with a hair of space after it where there is room for one. */
export function fillBlock({ context }: Drawing, x: number, width: number, lane: Lane, color: string): void {
  context.fillStyle = color;
  context.fillRect(x, lane.top, Math.max(width > 4 ? width - 1 : width, 0.5), lane.height);
}

/** Diagonal lines over a block: `'/'`, or `'x'` for both ways. */
export function hatchBlock({ context }: Drawing, x: number, width: number, lane: Lane, color: string, kind: '/' | 'x') {
  const { top, height } = lane;
  context.save();
  context.beginPath();
  context.rect(x, top, width, height);
  context.clip();
  context.beginPath();
  for (let offset = -height; offset < width; offset += 6) {
    context.moveTo(x + offset, top + height);
    context.lineTo(x + offset + height, top);
    if (kind === '/') continue;
    context.moveTo(x + offset, top);
    context.lineTo(x + offset + height, top + height);
  }
  context.strokeStyle = color;
  context.lineWidth = 1.2;
  context.stroke();
  context.restore();
}

/** Fewer letters than this say nothing. */
const SHORTEST = 3;

/** Text that ends with an ellipsis where the width does; nothing when there is no room at all. */
export function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (width < 14) return '';
  if (context.measureText(text).width <= width) return text;
  let length = Math.min(text.length, Math.floor(width / 5));
  while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return length >= SHORTEST ? `${text.slice(0, length)}…` : '';
}
