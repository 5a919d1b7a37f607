import type { Film } from './film.ts';

/** How seconds lie on the timeline: `x = (seconds - originSeconds) * pixelsPerSecond - scrollLeft`. */
export interface TimeScale {
  readonly originSeconds: number;
  readonly pixelsPerSecond: number;
  readonly scrollLeft: number;
  readonly widthPixels: number;
}

const TICK_STEPS = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400,
];
const LABEL_PIXELS = 84;
/** A frame is never wider than this. */
const FRAME_PIXELS = 14;
// Browsers cap an element's width: Firefox at 17.8 million pixels, Chromium at 33.5.
const MAX_CONTENT_PIXELS = 8_000_000;

const lengthSeconds = (film: Film) => Math.max(film.endSeconds - film.startSeconds, 0.001);

/** Pixels a second at which the whole video fills the width. */
export const fitScale = (film: Film, widthPixels: number): number => widthPixels / lengthSeconds(film);

/** A scale brought between the whole video and single frames. */
export function clampScale(pixelsPerSecond: number, film: Film, widthPixels: number): number {
  const { numerator, denominator } = film.grid.frameRate;
  const fit = fitScale(film, widthPixels);
  const closest = Math.min((FRAME_PIXELS * numerator) / denominator, MAX_CONTENT_PIXELS / lengthSeconds(film));
  return Math.min(Math.max(pixelsPerSecond, fit), Math.max(closest, fit));
}

export const toX = (seconds: number, scale: TimeScale): number =>
  (seconds - scale.originSeconds) * scale.pixelsPerSecond - scale.scrollLeft;

export const toSeconds = (x: number, scale: TimeScale): number =>
  (x + scale.scrollLeft) / scale.pixelsPerSecond + scale.originSeconds;

/** Seconds between two labelled ticks: the smallest pleasant step that leaves room for the labels. */
export const chooseTickStep = (pixelsPerSecond: number): number =>
  TICK_STEPS.find((step) => step * pixelsPerSecond >= LABEL_PIXELS) ?? TICK_STEPS.at(-1)!;

/** Visible ticks in presentation seconds, multiples of the step. */
export function listTicks(scale: TimeScale): { stepSeconds: number; ticks: number[] } {
  const stepSeconds = chooseTickStep(scale.pixelsPerSecond);
  const first = Math.max(0, Math.floor(toSeconds(0, scale) / stepSeconds));
  const last = Math.ceil(toSeconds(scale.widthPixels, scale) / stepSeconds);
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * stepSeconds);
  return { stepSeconds, ticks };
}
