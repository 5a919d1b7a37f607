import type { Transition } from '../report.ts';
import type { FrameSignals } from './frame-signals.ts';
import { createNetwork, type NetworkWeights } from './network.ts';
import { RUN_FEATURE_COUNT, readRunFeatures } from './run-features.ts';
import { listRuns, type Run } from './runs.ts';
import { BOUNDARY_KINDS, type BoundaryKind, type BoundaryScores } from './score.ts';
import { LAGS, SIGNAL_COUNT, signalIndex } from './signals.ts';

/** Probability from which a run of boundaries is a transition. */
const LEAST_PROBABILITY = 0.5;
/** Runs that are no transition are this many times as frequent in films as in the videos that the network learnt from. */
const PRIOR_OF_NONE = 4;
/** What lasts less than this is no gradual transition: it is a cut that compression or a field smeared. */
const MIN_GRADUAL_SECONDS = 0.1;

/**
 * Pictures on either side of a boundary that are both held at least this long are stills, or key frames alone: no motion
 * leads from one to the other, and the networks, which read motion, do not judge them.
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

/**
 * Transitions, in order of time, from the scores of the boundaries between pictures: runs of boundaries that hint at a
 * transition are judged as a whole by a second network.
 */
export function findTransitions(
  scores: BoundaryScores,
  signals: FrameSignals,
  framesPerSecond: number,
  weights: NetworkWeights,
): Transition[] {
  const { frames } = scores;
  const stillFrames = STILL_SECONDS * framesPerSecond;
  const heldFrames = (picture: number): number => (frames[picture + 1] ?? signals.count) - frames[picture];
  const isStill = (boundary: number) => Math.min(heldFrames(boundary - 1), heldFrames(boundary)) >= stillFrames;
  const judge = createJudge(scores, signals, framesPerSecond, weights);
  const found = listRuns(scores, framesPerSecond, (boundary) => !isStill(boundary)).flatMap((run) => judge(run) ?? []);
  for (let boundary = 1; boundary < frames.length; boundary++) {
    if (!isStill(boundary)) continue;
    const change = changeAt(signals, frames[boundary]);
    if (change < STILL_CHANGE) continue;
    const confidence = 1 / (1 + Math.exp(-STILL_STEEPNESS * (change - STILL_CHANGE)));
    found.push(cutAt(frames[boundary], confidence));
  }
  return found.sort((a, b) => a.startFrame - b.startFrame);
}

/** Makes the function that makes one transition of a run, or none. */
function createJudge(
  scores: BoundaryScores,
  signals: FrameSignals,
  framesPerSecond: number,
  weights: NetworkWeights,
): (run: Run) => Transition | null {
  const network = createNetwork(weights);
  const features = new Float32Array(RUN_FEATURE_COUNT);
  const { frames } = scores;
  return (run) => {
    readRunFeatures(scores, signals, framesPerSecond, run, features);
    const probabilities = toProbabilities(network.run(features));
    const confidence = (1 - probabilities[0]) / (1 + (PRIOR_OF_NONE - 1) * probabilities[0]);
    if (confidence < LEAST_PROBABILITY || keepsStructure(signals, frames, run)) return null;
    let kind = CUT;
    for (let other = CUT + 1; other < KINDS; other++) if (probabilities[other] > probabilities[kind]) kind = other;
    const startFrame = frames[run.first] - 1;
    const endFrame = frames[run.last];
    if (kind === CUT || endFrame - startFrame < MIN_GRADUAL_SECONDS * framesPerSecond)
      return cutAt(frames[sharpestIn(scores, signals, run)], confidence);
    const type = BOUNDARY_KINDS[kind] as Exclude<BoundaryKind, 'none'>;
    return { type, startFrame, endFrame, confidence: round(confidence) };
  };
}

function toProbabilities(scores: Float32Array): number[] {
  const largest = Math.max(...scores);
  const powers = Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** A cut whose first frame is `frame`. */
const cutAt = (frame: number, confidence: number): Transition => ({
  type: 'cut',
  startFrame: frame - 1,
  endFrame: frame,
  confidence: round(confidence),
});

/** Differences of structure and colour from the picture before, together. */
const changeAt = (signals: FrameSignals, frame: number): number =>
  signals.values[frame * SIGNAL_COUNT + STRUCTURE[0]] + signals.values[frame * SIGNAL_COUNT + COLOR];

/**
 * The boundary of a run that is likeliest a cut. At a fast rate the scores do not tell a cut's boundary from the one
 * beside it; the change from picture to picture does.
 */
function sharpestIn({ frames, odds }: BoundaryScores, signals: FrameSignals, { first, last }: Run): number {
  let likeliest = first;
  for (let i = first; i <= last; i++) if (odds[i * KINDS + CUT] > odds[likeliest * KINDS + CUT]) likeliest = i;
  const near = [likeliest, likeliest - 1, likeliest + 1].filter((i) => i > 0 && i < frames.length);
  return near.reduce((a, b) => (changeAt(signals, frames[b]) > changeAt(signals, frames[a]) ? b : a));
}

/** Whether the picture before a run is found again, in place, in the one after it. */
function keepsStructure(signals: FrameSignals, frames: readonly number[], { first, last }: Run): boolean {
  const lag = LAGS.findIndex((candidate) => candidate >= last - first + 1);
  if (lag < 0) return false;
  const value = (picture: number, signal: number) => signals.values[frames[picture] * SIGNAL_COUNT + signal];
  if (Math.min(value(first - 1, DEVIATION), value(last, DEVIATION)) < FLAT_DEVIATION) return false;
  return value(last, STRUCTURE[lag]) < SAME_STRUCTURE;
}
