import type { Rational } from './rational.ts';
import { chooseTimebase, conformFrame, type Timebase } from './timebase.ts';
import { writeTimecode } from './timecode-text.ts';

export type { Rational } from './rational.ts';

/** Where the frame grid lies in presentation time: frame n is shown at `startSeconds + n / frameRate`. */
export interface FrameGrid {
  readonly frameRate: Rational;
  /** Presentation time of frame 0, in seconds, as a player shows it. */
  readonly startSeconds: number;
  readonly frameCount: number;
}

const MICROSECONDS = 1_000_000;

/** Rounds to whole microseconds, so that the same instant always prints the same. */
export const roundSeconds = (seconds: number): number => Math.round(seconds * MICROSECONDS) / MICROSECONDS;

/** Presentation time of a frame's start, in seconds, rounded to a microsecond. */
export function frameToSeconds(frame: number, grid: Pick<FrameGrid, 'frameRate' | 'startSeconds'>): number {
  return roundSeconds(grid.startSeconds + (frame * grid.frameRate.denominator) / grid.frameRate.numerator);
}

/** The frame on screen at a presentation time (may lie outside the video). */
export function secondsToFrame(seconds: number, grid: Pick<FrameGrid, 'frameRate' | 'startSeconds'>): number {
  // Half a microsecond of grace, because seconds were rounded to a microsecond.
  const exact =
    ((seconds - grid.startSeconds + 0.5 / MICROSECONDS) * grid.frameRate.numerator) / grid.frameRate.denominator;
  return Math.floor(exact);
}

/**
 * SMPTE ST 12-1 timecode of a frame, counted from 00:00:00:00 at frame 0: `HH:MM:SS:FF`, or `HH:MM:SS;FF` in a
 * drop-frame timebase. Where the timebase has another rate than the frames, it is that of the nearest time.
 *
 * @example frameToTimecode(1800, { numerator: 30000, denominator: 1001 }) // '00:01:00;02'
 * @example frameToTimecode(25, { numerator: 25, denominator: 2 }) // '00:00:02:00'
 */
export const frameToTimecode = (
  frame: number,
  frameRate: Rational,
  timebase: Timebase = chooseTimebase(frameRate),
): string => writeTimecode(conformFrame(frame, frameRate, timebase), timebase);
