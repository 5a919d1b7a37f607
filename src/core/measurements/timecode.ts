/** A rate or a time base as an exact fraction. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

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

const isDropFrame = ({ numerator, denominator }: Rational): boolean =>
  denominator === 1001 && (numerator === 30_000 || numerator === 60_000);

/**
 * SMPTE ST 12-1 timecode of a frame counted from 00:00:00:00. 29.97 and 59.94 fps count drop-frame (`HH:MM:SS;FF`),
 * every other rate counts the nearest whole number of frames a second (`HH:MM:SS:FF`).
 *
 * @example frameToTimecode(1800, { numerator: 30000, denominator: 1001 }) // '00:01:00;02'
 */
export function frameToTimecode(frame: number, frameRate: Rational): string {
  const drop = isDropFrame(frameRate);
  const nominal = Math.max(1, Math.round(frameRate.numerator / frameRate.denominator));
  let count = frame;
  if (drop) {
    // Numbers 0 and 1 (or 0 to 3 at 59.94) of each minute are skipped, except in every tenth minute.
    const dropped = nominal / 15;
    const perMinute = nominal * 60 - dropped;
    const perTenMinutes = perMinute * 10 + dropped;
    const tens = Math.floor(frame / perTenMinutes);
    const rest = frame % perTenMinutes;
    count += dropped * (9 * tens + Math.max(0, Math.floor((rest - dropped) / perMinute)));
  }
  const pad = (n: number, width = 2) => String(n).padStart(width, '0');
  const frames = pad(count % nominal, Math.max(2, String(nominal - 1).length));
  const seconds = Math.floor(count / nominal);
  const hms = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((n) => pad(n)).join(':');
  return `${hms}${drop ? ';' : ':'}${frames}`;
}
