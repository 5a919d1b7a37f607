import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';

/** A picture is black when 98 % of it is darker than this: the limits that ffmpeg's blackdetect starts from. */
const BLACK_LUMA = 0.1;
/** A picture is white when 98 % of it is lighter than this and nearly without colour. */
const WHITE_LUMA = 0.9;
const WHITE_COLORFULNESS = 0.05;
/**
 * Mean RGB difference that a lossy codec makes of one held picture, from frame to frame (a fifth of a grey level; a mouth
 * that moves in a still face makes more) and over 32 pictures.
 */
const STILL_DIFFERENCE = 0.0008;
const STILL_DRIFT = 0.004;
const DRIFT_PICTURES = 32;

/** Shorter ones are not a cue: a flash is not white, a dropped frame no black, a pause between movements no freeze. */
const MIN_SECONDS = { black: 0.1, white: 0.2, freeze: 1, 'color-bars': 0.5 } as const;
/** A still must outlast this many usual picture intervals: where every picture is held (key frames only), none is frozen. */
const FREEZE_INTERVALS = 3;

const SIGNAL = {
  duplicate: signalIndex('duplicate'),
  lumaLow: signalIndex('luma-low'),
  lumaHigh: signalIndex('luma-high'),
  colorfulness: signalIndex('colorfulness'),
  bars: signalIndex('color-bars'),
  change: signalIndex('place-1'),
  drift: signalIndex('place-32'),
} as const;

interface FrameRange {
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * Finds black, white, frozen pictures and colour bars that last, in order of time. Ranges are half open, in
 * presentation time. Black, white and bars are not called frozen as well.
 *
 * @param signals every frame of the video, from frame 0
 */
export function findVisualCues(signals: FrameSignals, grid: FrameGrid): Cue[] {
  const value = (frame: number, signal: number): number => signals.values[frame * SIGNAL_COUNT + signal];
  const isBlack = (n: number) => value(n, SIGNAL.lumaHigh) <= BLACK_LUMA;
  const isWhite = (n: number) =>
    value(n, SIGNAL.lumaLow) >= WHITE_LUMA && value(n, SIGNAL.colorfulness) <= WHITE_COLORFULNESS;
  const isBars = (n: number) => value(n, SIGNAL.bars) === 1;
  const isStill = (n: number) =>
    n > 0 && value(n, SIGNAL.change) <= STILL_DIFFERENCE && !isBlack(n) && !isWhite(n) && !isBars(n);
  // What creeps (a slow zoom) changes little from frame to frame but moves away from where the run began.
  const creeps = ({ startFrame, endFrame }: FrameRange): boolean => {
    let pictures = 0;
    for (let n = startFrame; n < endFrame; n++) {
      if (value(n, SIGNAL.duplicate) === 1) continue;
      // Before that many pictures of the run itself, the one 32 ago is another shot's.
      if (++pictures >= DRIFT_PICTURES && value(n, SIGNAL.drift) > STILL_DRIFT) return true;
    }
    return false;
  };

  const cues = (type: keyof typeof MIN_SECONDS, ranges: readonly FrameRange[], minSeconds: number): Cue[] =>
    ranges
      .map(({ startFrame, endFrame }) => ({
        type,
        startSeconds: frameToSeconds(startFrame, grid),
        endSeconds: frameToSeconds(endFrame, grid),
      }))
      .filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= minSeconds);

  const { count } = signals;
  const secondsPerFrame = grid.frameRate.denominator / grid.frameRate.numerator;
  const usualInterval = medianPictureInterval(signals) * secondsPerFrame;
  // A run of still frames begins with the picture that they repeat.
  const still = runs(count, isStill)
    .filter((range) => !creeps(range))
    .map(({ startFrame, endFrame }) => ({ startFrame: startFrame - 1, endFrame }));
  return [
    ...cues('black', runs(count, isBlack), MIN_SECONDS.black),
    ...cues('white', runs(count, isWhite), MIN_SECONDS.white),
    ...cues('freeze', still, Math.max(MIN_SECONDS.freeze, FREEZE_INTERVALS * usualInterval)),
    ...cues('color-bars', runs(count, isBars), MIN_SECONDS['color-bars']),
  ].sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds || (a.type < b.type ? -1 : 1));
}

/** Maximal ranges of frames that a test holds for. */
function runs(count: number, holds: (frame: number) => boolean): FrameRange[] {
  const found: FrameRange[] = [];
  let start = -1;
  for (let n = 0; n <= count; n++) {
    const inside = n < count && holds(n);
    if (inside && start < 0) start = n;
    if (!inside && start >= 0) {
      found.push({ startFrame: start, endFrame: n });
      start = -1;
    }
  }
  return found;
}

/** Median number of frames from one distinct picture to the next; 1 when there is but one picture. */
function medianPictureInterval(signals: FrameSignals): number {
  const intervals: number[] = [];
  let last = 0;
  for (let n = 1; n < signals.count; n++) {
    if (signals.values[n * SIGNAL_COUNT + SIGNAL.duplicate] === 1) continue;
    intervals.push(n - last);
    last = n;
  }
  intervals.sort((a, b) => a - b);
  return intervals[intervals.length >> 1] ?? 1;
}
