import { toProbability } from '../math/logit.ts';
import type { FrameSignals } from '../measurements/frame-signals.ts';
import { LAGS, SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';
import type { Transition } from '../report.ts';
import { listBeside, listCandidates, type TransitionCandidate, toProbabilities } from './candidates.ts';
import { type JudgeWeights, judgeCandidates } from './judge.ts';
import type { BoundaryEvidence } from './judge-features.ts';
import { BOUNDARY_KINDS, type BoundaryKind, type BoundaryScores } from './score.ts';

/**
 * Pictures on either side of a boundary that are both held at least this long are stills, or key frames alone: no motion
 * leads from one to the other, and the networks, which read motion, do not judge them.
 */
const STILL_SECONDS = 0.25;
/** Two stills differ by this much in structure and colour when they show different shots: unrelated ones by about 1. */
const STILL_CHANGE = 0.6;
/** Rise of the log odds of a cut between stills for each 1 of difference: unrelated pictures get a probability of 0.9. */
const STILL_STEEPNESS = 5.5;

/**
 * A boundary between motion and a still, as before a card that ends a film: the networks, which find nothing to read on one
 * side, may doubt it. Pictures that differ by this much are a cut at even odds, and more surely the more they differ.
 */
const STILL_BESIDE_MOTION_CHANGE = 1;

/** Below this difference the structure before is found again after: the light changed, or a caption came, but no shot. */
const SAME_STRUCTURE = 0.12;
/** Pictures of less contrast (standard deviation of luma) have no structure to find again. */
const FLAT_DEVIATION = 0.02;

/** The boundary beside a cut's likeliest is taken in its place only when it is this share as probable. */
const NEARLY_AS_LIKELY = 0.25;

/**
 * Where more of the picture than this stays as it was, no shot ends: a caption came, or a thing passes before a still
 * ground. A banner that lies over a cut covers less.
 */
const MAX_KEPT = 0.58;

/**
 * Where less than this of the luma's deviation is left by the best curve from one picture to the other, the light changed
 * and no shot ends: of the cuts of real films 99 in 100 have 0.46 and more.
 */
const MIN_TONE = 0.35;

const KEPT = signalIndex('kept-1');
const TONE = signalIndex('tone-1');
const STRUCTURE = LAGS.map((lag) => signalIndex(`structure-${lag}`));
const DEVIATION = signalIndex('luma-deviation');
const COLOR = signalIndex('color-1');
const KINDS = BOUNDARY_KINDS.length;
const CUT = BOUNDARY_KINDS.indexOf('cut');

/** What a cut is placed by. */
type Measured = Omit<BoundaryEvidence, 'candidates'>;

/** A transition before it is told from those that overlap it. */
interface Judged {
  readonly transition: Transition;
  /** Not rounded: what is surer wins. */
  readonly confidence: number;
}

/**
 * Transitions, in order of time, from the scores of the boundaries between pictures: candidates are judged one by one,
 * and of those that overlap the surest stays.
 *
 * @param minConfidence 0..1: less sure ones are left out
 */
export function findTransitions(
  scores: BoundaryScores,
  signals: FrameSignals,
  framesPerSecond: number,
  judge: JudgeWeights,
  minConfidence: number,
): Transition[] {
  const { frames } = scores;
  const stillFrames = STILL_SECONDS * framesPerSecond;
  const heldFrames = (picture: number): number => (frames[picture + 1] ?? signals.count) - frames[picture];
  const isStill = (boundary: number) => Math.min(heldFrames(boundary - 1), heldFrames(boundary)) >= stillFrames;
  const isBesideStill = (boundary: number) => Math.max(heldFrames(boundary - 1), heldFrames(boundary)) >= stillFrames;
  const probabilities = toProbabilities(scores);
  const candidates = listCandidates(scores, probabilities, framesPerSecond, (boundary) => !isStill(boundary));
  const measured: Measured = { scores, probabilities, signals, framesPerSecond };
  const confidences = judgeCandidates({ ...measured, candidates }, judge).map((confidence, i) => {
    const { first, kind } = candidates[i];
    if (kind !== CUT || !isBesideStill(first)) return confidence;
    return Math.max(confidence, cutByChange(changeAt(signals, frames[first]), STILL_BESIDE_MOTION_CHANGE));
  });
  const found: Judged[] = candidates.flatMap((candidate, i) =>
    keepsStructure(candidate, frames, signals) || keepsPicture(candidate, frames, signals)
      ? []
      : [{ transition: describe(candidate, confidences[i], measured), confidence: confidences[i] }],
  );
  for (let boundary = 1; boundary < frames.length; boundary++) {
    if (!isStill(boundary)) continue;
    const confidence = cutByChange(changeAt(signals, frames[boundary]), STILL_CHANGE);
    found.push({ transition: cutAt(frames[boundary], confidence), confidence });
  }
  return keepSurest(found.filter(({ confidence }) => confidence >= minConfidence));
}

/** Leaves out what overlaps something surer; of two that are as sure the earlier stays. */
function keepSurest(found: readonly Judged[]): Transition[] {
  const kept: Transition[] = [];
  const byConfidence = found.toSorted(
    (a, b) => b.confidence - a.confidence || a.transition.startFrame - b.transition.startFrame,
  );
  const taken = new Set<number>();
  for (const { transition } of byConfidence) {
    const { startFrame, endFrame } = transition;
    let isFree = true;
    for (let n = startFrame + 1; n <= endFrame && isFree; n++) isFree = !taken.has(n);
    if (!isFree) continue;
    for (let n = startFrame + 1; n <= endFrame; n++) taken.add(n);
    kept.push(transition);
  }
  return kept.sort((a, b) => a.startFrame - b.startFrame);
}

function describe({ first, last, kind }: TransitionCandidate, confidence: number, measured: Measured): Transition {
  const { frames } = measured.scores;
  if (kind === CUT) return cutAt(frames[sharpestNear(first, measured)], confidence);
  const type = BOUNDARY_KINDS[kind] as Exclude<BoundaryKind, 'none'>;
  return { type, startFrame: frames[first] - 1, endFrame: frames[last], confidence: round(confidence) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Probability of a cut between pictures that differ by `change`, of which `evenChange` is as likely one as not. */
const cutByChange = (change: number, evenChange: number): number =>
  toProbability(STILL_STEEPNESS * (change - evenChange));

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
 * A cut's boundary. At a fast rate the scores do not tell it from the one beside it; the change from picture to picture
 * does.
 */
function sharpestNear(boundary: number, { scores, probabilities, signals, framesPerSecond }: Measured): number {
  const { frames } = scores;
  const least = NEARLY_AS_LIKELY * probabilities[boundary * KINDS + CUT];
  const near = listBeside(boundary, frames, framesPerSecond).filter((i) => probabilities[i * KINDS + CUT] >= least);
  return near.reduce((a, b) => (changeAt(signals, frames[b]) > changeAt(signals, frames[a]) ? b : a));
}

/** Whether the picture before a candidate is found again, in place, in the one after it. */
function keepsStructure(
  { first, last }: TransitionCandidate,
  frames: readonly number[],
  signals: FrameSignals,
): boolean {
  const lag = LAGS.findIndex((candidate) => candidate >= last - first + 1);
  if (lag < 0) return false;
  const value = (picture: number, signal: number) => signals.values[frames[picture] * SIGNAL_COUNT + signal];
  if (Math.min(value(first - 1, DEVIATION), value(last, DEVIATION)) < FLAT_DEVIATION) return false;
  return value(last, STRUCTURE[lag]) < SAME_STRUCTURE;
}

/** Whether a candidate for a cut leaves most of the picture as it was, cell by cell, or changes its light alone. */
function keepsPicture({ first, kind }: TransitionCandidate, frames: readonly number[], signals: FrameSignals): boolean {
  const row = frames[first] * SIGNAL_COUNT;
  return kind === CUT && (signals.values[row + KEPT] > MAX_KEPT || signals.values[row + TONE] < MIN_TONE);
}
