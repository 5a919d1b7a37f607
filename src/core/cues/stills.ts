import { findAt } from '../math/find-at.ts';
import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import { testPictures } from './flat-pictures.ts';
import { type FrameRange, runs } from './runs.ts';

/**
 * Mean RGB difference that a lossy codec makes of one held picture, from frame to frame (a fifth of a grey level; a mouth
 * that moves in a still face makes more) and over 32 pictures.
 */
const STILL_DIFFERENCE = 0.0008;
const STILL_DRIFT = 0.004;
const DRIFT_PICTURES = 32;

/** A pause between two movements is shorter. */
const MIN_SECONDS = 1;

/**
 * A freeze outlasts this many of the usual times from one picture to the next around it: where every picture is held (key
 * frames only, a desktop that idles), none is frozen.
 */
const FREEZE_INTERVALS = 3;
/** Pictures before a still, and behind it, that tell what is usual there. */
const AROUND = 8;

const [DUPLICATE, CHANGE, DRIFT] = [signalIndex('duplicate'), signalIndex('place-1'), signalIndex('place-32')];

/** Finds where one picture is held for a second or longer, in order of time; black, white and colour bars are none. */
export function findStills(signals: FrameSignals, { frameRate }: Pick<FrameGrid, 'frameRate'>): FrameRange[] {
  const value = (frame: number, signal: number): number => signals.values[frame * SIGNAL_COUNT + signal]!;
  const { isBlack, isWhite, isBars } = testPictures(signals);
  const isStill = (n: number) =>
    n > 0 && value(n, CHANGE) <= STILL_DIFFERENCE && !isBlack(n) && !isWhite(n) && !isBars(n);
  // What creeps (a slow zoom) changes little from frame to frame but moves away from where the run began.
  const creeps = ({ startFrame, endFrame }: FrameRange): boolean => {
    let pictures = 0;
    for (let n = startFrame; n < endFrame; n++) {
      if (value(n, DUPLICATE) === 1) continue;
      // Before that many pictures of the run itself, the one 32 ago is another shot's.
      if (++pictures >= DRIFT_PICTURES && value(n, DRIFT) > STILL_DRIFT) return true;
    }
    return false;
  };
  const minFrames = (MIN_SECONDS * frameRate.numerator) / frameRate.denominator;
  return (
    runs(signals.count, isStill)
      .filter((range) => !creeps(range))
      // A run of still frames begins with the picture that they repeat.
      .map(({ startFrame, endFrame }) => ({ startFrame: startFrame - 1, endFrame }))
      .filter(({ startFrame, endFrame }) => endFrame - startFrame >= minFrames)
  );
}

/** Of stills, those that are held for longer than is usual around them. */
export function chooseFreezes(stills: readonly FrameRange[], signals: FrameSignals): FrameRange[] {
  const pictures = listPictures(signals);
  const usual = (from: number, to: number) => {
    const part = pictures.slice(Math.max(0, from), to);
    const intervals = part.slice(1).map((frame, i) => frame - part[i]!);
    return intervals.toSorted((a, b) => a - b)[intervals.length >> 1] ?? 1;
  };
  return stills.filter(({ startFrame, endFrame }) => {
    const before = findAt(pictures, startFrame) + 1;
    const behind = findAt(pictures, endFrame - 1) + 1;
    const interval = Math.max(usual(before - AROUND - 1, before), usual(behind, behind + AROUND + 1));
    return endFrame - startFrame >= FREEZE_INTERVALS * interval;
  });
}

/** Frames that do not repeat the one before them. */
function listPictures({ values, count }: FrameSignals): number[] {
  const frames: number[] = [];
  for (let n = 0; n < count; n++) if (n === 0 || values[n * SIGNAL_COUNT + DUPLICATE] !== 1) frames.push(n);
  return frames;
}
