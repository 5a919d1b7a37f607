import type { FrameSignals } from '../pipeline/measurements.ts';
import type { Transition } from '../report.ts';
import { BOUNDARY_KINDS, type BoundaryKind, type BoundaryScores } from './score.ts';
import { LAGS, SIGNAL_COUNT, signalIndex } from './signals.ts';

/** Log odds that the surest boundary of a dissolve, fade or wipe must reach; many others agree with it. */
const GRADUAL_PEAK_ODDS = 4.5;
/**
 * What a cut's log odds and the differences of structure and colour across it must reach together. The weight of the
 * differences and the sum come from a logistic regression over the cuts found in synthetic videos of other footage.
 */
const CUT_EVIDENCE = { differenceWeight: 5, sum: 6.7 } as const;
/** Boundaries that look like none do not end a gradual transition when they last no longer than this. */
const MAX_GAP_SECONDS = 0.13;
/** What lasts less than this is no gradual transition. */
const MIN_GRADUAL_SECONDS = 0.1;
/** A run of boundaries is a cut when at least this share of those that look like a transition look like a cut. */
const CUT_SHARE = 0.2;

/**
 * Pictures on either side of a boundary that are both held at least this long are stills, or key frames alone: no motion
 * leads from one to the other, and the network, which reads motion, does not judge them.
 */
const STILL_SECONDS = 0.25;
/** Two stills differ by this much in structure and colour when they show different shots: unrelated ones by about 1. */
const STILL_CHANGE = 0.6;
/** Log odds of a cut between stills for a difference of 1: that of unrelated pictures gives 0.9. */
const STILL_STEEPNESS = 5.5;

/** Below this difference the structure before is found again after: the light changed, or a caption came, but no shot. */
const SAME_STRUCTURE = 0.12;
/** Pictures of less contrast (standard deviation of luma) have no structure to find again. */
const FLAT_DEVIATION = 0.04;

const DEVIATION = signalIndex('luma-deviation');
const STRUCTURE = LAGS.map((lag) => signalIndex(`structure-${lag}`));
const COLOR = signalIndex('color-1');
const KINDS = BOUNDARY_KINDS.length;
const CUT = BOUNDARY_KINDS.indexOf('cut');

/** Transitions, in order of time, from the scores of the boundaries between pictures. */
export function findTransitions(
  { frames, odds }: BoundaryScores,
  signals: FrameSignals,
  framesPerSecond: number,
): Transition[] {
  const best = likeliestKinds(odds);
  const maxGapFrames = MAX_GAP_SECONDS * framesPerSecond + 1;
  const found: Transition[] = [];
  const stillFrames = STILL_SECONDS * framesPerSecond;
  const heldFrames = (picture: number): number => (frames[picture + 1] ?? signals.count) - frames[picture];
  for (let start = 1; start < frames.length; start++) {
    if (Math.min(heldFrames(start - 1), heldFrames(start)) >= stillFrames) {
      const change = changeAt(signals, frames[start]);
      if (change >= STILL_CHANGE) found.push(cutAt(frames[start], STILL_STEEPNESS * (change - STILL_CHANGE)));
      continue;
    }
    if (best[start] === 0) continue;
    let last = start;
    for (let next = start + 1; next < frames.length && frames[next] - frames[last] <= maxGapFrames; next++) {
      if (best[next] !== 0) last = next;
    }
    const transition = judgeRun({ frames, odds }, signals, best, start, last, framesPerSecond);
    if (transition && !keepsStructure(signals, frames, start, last)) found.push(transition);
    start = last;
  }
  return found;
}

function likeliestKinds(odds: Float32Array): Uint8Array {
  const best = new Uint8Array(odds.length / KINDS);
  for (let i = 0; i < best.length; i++) {
    for (let kind = 1; kind < KINDS; kind++) if (odds[i * KINDS + kind] > odds[i * KINDS + best[i]]) best[i] = kind;
  }
  return best;
}

/** Makes one transition of the boundaries from `start` to `last`, or none when no boundary is sure enough. */
function judgeRun(
  { frames, odds }: BoundaryScores,
  signals: FrameSignals,
  best: Uint8Array,
  start: number,
  last: number,
  framesPerSecond: number,
): Transition | null {
  const counts = new Array<number>(KINDS).fill(0);
  let likeliestCut = start;
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = start; i <= last; i++) {
    counts[best[i]]++;
    if (odds[i * KINDS + CUT] > odds[likeliestCut * KINDS + CUT]) likeliestCut = i;
    for (let kind = CUT + 1; kind < KINDS; kind++) peak = Math.max(peak, odds[i * KINDS + kind]);
  }
  const gradualCount = last - start + 1 - counts[0] - counts[CUT];
  if (counts[CUT] > 0 && counts[CUT] >= CUT_SHARE * (counts[CUT] + gradualCount)) {
    const sharpest = sharpestNear(signals, frames, likeliestCut);
    const difference = changeAt(signals, frames[sharpest]);
    const evidence = odds[likeliestCut * KINDS + CUT] + CUT_EVIDENCE.differenceWeight * difference;
    if (evidence < CUT_EVIDENCE.sum) return null;
    return cutAt(frames[sharpest], evidence - CUT_EVIDENCE.sum);
  }
  const startFrame = frames[start] - 1;
  const endFrame = frames[last];
  if (peak < GRADUAL_PEAK_ODDS || endFrame - startFrame < MIN_GRADUAL_SECONDS * framesPerSecond) return null;
  let kind = CUT + 1;
  for (let other = kind + 1; other < KINDS; other++) if (counts[other] > counts[kind]) kind = other;
  const type = BOUNDARY_KINDS[kind] as Exclude<BoundaryKind, 'none'>;
  return { type, startFrame, endFrame, confidence: toConfidence(peak - GRADUAL_PEAK_ODDS) };
}

/** A cut whose first frame is `frame`, found by so much more evidence than it takes. */
const cutAt = (frame: number, margin: number): Transition => ({
  type: 'cut',
  startFrame: frame - 1,
  endFrame: frame,
  confidence: toConfidence(margin),
});

/** Log odds above what it takes, as a probability: 0.5 is the least that is reported. */
const toConfidence = (margin: number): number => Math.round(1000 / (1 + Math.exp(-margin))) / 1000;

/** Differences of structure and colour from the picture before, together. */
const changeAt = (signals: FrameSignals, frame: number): number =>
  signals.values[frame * SIGNAL_COUNT + STRUCTURE[0]] + signals.values[frame * SIGNAL_COUNT + COLOR];

/** At a fast rate the scores do not tell a cut's boundary from the one beside it; the change from picture to picture does. */
function sharpestNear(signals: FrameSignals, frames: readonly number[], boundary: number): number {
  const near = [boundary, boundary - 1, boundary + 1].filter((i) => i > 0 && i < frames.length);
  return near.reduce((a, b) => (changeAt(signals, frames[b]) > changeAt(signals, frames[a]) ? b : a));
}

/** Whether the picture before boundary `start` is found again, in place, in the one after boundary `last`. */
function keepsStructure(signals: FrameSignals, frames: readonly number[], start: number, last: number): boolean {
  const lag = LAGS.findIndex((candidate) => candidate >= last - start + 1);
  if (lag < 0) return false;
  const value = (picture: number, signal: number) => signals.values[frames[picture] * SIGNAL_COUNT + signal];
  if (Math.min(value(start - 1, DEVIATION), value(last, DEVIATION)) < FLAT_DEVIATION) return false;
  return value(last, STRUCTURE[lag]) < SAME_STRUCTURE;
}
