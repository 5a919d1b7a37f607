import type { FrameGrid } from './timecode.ts';

const NANOSECONDS = 1_000_000_000n;

/**
 * Time of a frame's start in whole units, rounded up: a player that seeks there shows this frame. Rounded down it would
 * show the one before. The end of one range and the start of the next are the same number.
 *
 * @param slackNanoseconds how far below the frame's time a unit may lie that still counts as it
 */
function frameToUnits(
  frame: number,
  { frameRate, startSeconds }: Pick<FrameGrid, 'frameRate' | 'startSeconds'>,
  unitsPerSecond: number,
  slackNanoseconds = 0,
): number {
  const rate = BigInt(frameRate.numerator);
  // The start is known to a microsecond. The rest is exact: products of these numbers are beyond 2^53.
  const startNanoseconds = BigInt(Math.round(startSeconds * 1e6)) * 1000n - BigInt(slackNanoseconds);
  const dividend =
    (startNanoseconds * rate + BigInt(frame) * BigInt(frameRate.denominator) * NANOSECONDS) * BigInt(unitsPerSecond);
  const divisor = NANOSECONDS * rate;
  return Number((dividend + divisor - 1n) / divisor);
}

/** Milliseconds at which a frame is on screen: the first after it appears. */
export const frameToMilliseconds = (frame: number, grid: Pick<FrameGrid, 'frameRate' | 'startSeconds'>): number =>
  frameToUnits(frame, grid, 1000);

/** Ticks a second of MPEG's clock. */
export const TICKS_PER_SECOND = 90_000;

/**
 * The frame's time on MPEG's clock of 90,000 ticks a second. Where that falls on a tick, it is this tick, though the
 * grid's start is rounded to a microsecond: a splicer takes the first picture at the tick or after it.
 */
export const frameToTicks = (frame: number, grid: Pick<FrameGrid, 'frameRate' | 'startSeconds'>): number =>
  frameToUnits(frame, grid, TICKS_PER_SECOND, 500);
