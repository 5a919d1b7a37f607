import { toProbability } from '../math/logit.ts';
import type { FrameSignals } from '../measurements/frame-signals.ts';
import { LAGS, SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';
import type { TransitionCandidate } from './candidates.ts';
import { BOUNDARY_KINDS, type BoundaryScores } from './score.ts';

const KINDS = BOUNDARY_KINDS.length;
const CUT = BOUNDARY_KINDS.indexOf('cut');
/** Keeps logarithms of probabilities finite. */
const TINY = 1e-6;
const SMALL = 1e-3;
/** How many pictures on either side tell how much changes anyway. */
const AROUND = 8;
/** Candidates with at most this many pictures between them are neighbours. */
const NEAR = 3;

const STRUCTURE = LAGS.map((lag) => signalIndex(`structure-${lag}`));
const COLOR = LAGS.map((lag) => signalIndex(`color-${lag}`));
const DEVIATION = signalIndex('luma-deviation');

const COMMON = 15;
export const JUDGE_FEATURE_COUNT = 2 * COMMON + 3;

/** What the features of a video's candidates are read from. */
export interface BoundaryEvidence {
  readonly scores: BoundaryScores;
  /** Of `toProbabilities`. */
  readonly probabilities: Float32Array;
  readonly signals: FrameSignals;
  readonly framesPerSecond: number;
  readonly candidates: readonly TransitionCandidate[];
}

/**
 * What is read about a candidate: what the network says of its boundaries and those beside them; how much changes in it,
 * and around it; whether the pictures on its two sides differ, and still do a little later; the surest candidate near it;
 * contrast; length. All of it once more where it is gradual, so that cuts and gradual transitions are weighed apart.
 *
 * @returns Float32Array [JUDGE_FEATURE_COUNT]
 */
export function readJudgeFeatures(evidence: BoundaryEvidence, index: number): Float32Array {
  const { scores, probabilities, signals, framesPerSecond, candidates } = evidence;
  const { frames, change } = scores;
  const { first, last, kind, evidence: sure } = candidates[index];
  const end = frames.length - 1;
  const signal = (picture: number, which: number): number =>
    signals.values[frames[Math.min(end, Math.max(0, picture))] * SIGNAL_COUNT + which];
  const changeAt = (picture: number): number => signal(picture, STRUCTURE[0]) + signal(picture, COLOR[0]);
  const logOf = (picture: number, kinds: readonly number[]): number =>
    Math.max(...kinds.map((k) => Math.log(probabilities[picture * KINDS + k] + TINY)));
  const beside = numbers(Math.max(1, first - 1), Math.min(end, last + 1));
  const inside = numbers(first, last);
  const around = [
    ...numbers(Math.max(1, first - AROUND), first - 1),
    ...numbers(last + 1, Math.min(end, last + AROUND)),
  ];
  const changesAround = around.map(changeAt);
  const most = greatest(inside.map(changeAt));

  const pictures = last - first + 1;
  const found = LAGS.findIndex((lag) => lag >= pictures);
  const lag = found < 0 ? LAGS.length - 1 : found;
  const later = Math.min(LAGS.length - 1, lag + 2);
  const across = Math.min(end, Math.max(last, first - 1 + LAGS[lag]));
  const beyond = Math.min(end, first - 1 + LAGS[later]);

  const none = inside.map((picture) => logOf(picture, [0]));
  const taught = Math.max(...beside.map((picture) => toProbability(change[picture])));
  const common = [
    Math.log(sure / (1 - sure + SMALL) + SMALL),
    Math.max(...beside.map((picture) => logOf(picture, [CUT]))),
    Math.max(...beside.map((picture) => logOf(picture, GRADUAL))),
    -greatest(none.map((value) => -value)),
    mean(none),
    Math.log(taught + SMALL),
    most - Math.max(0, ...changesAround),
    most,
    mean(changesAround),
    signal(across, STRUCTURE[lag]),
    signal(across, COLOR[lag]),
    signal(beyond, STRUCTURE[later]),
    surestNear(candidates, index),
    Math.min(signal(first - 1, DEVIATION), signal(last, DEVIATION)),
    Math.log2((frames[last] - frames[first] + 1) / framesPerSecond + 0.02),
  ];
  const isGradual = kind === CUT ? 0 : 1;
  return Float32Array.from([
    ...common,
    ...common.map((value) => value * isGradual),
    isGradual,
    kind === BOUNDARY_KINDS.indexOf('wipe') ? 1 : 0,
    kind === BOUNDARY_KINDS.indexOf('fade') ? 1 : 0,
  ]);
}

const GRADUAL = BOUNDARY_KINDS.map((_, kind) => kind).filter((kind) => kind > CUT);

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** The greatest of at least one value; a run may be too long for `Math.max`'s arguments. */
const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value));

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** How many candidates on either side are looked at for a neighbour: they are in order of time. */
const NEIGHBOURS = 16;

/** How evident the most evident other candidate near this one is; 0 where there is none. */
function surestNear(candidates: readonly TransitionCandidate[], index: number): number {
  const { first, last } = candidates[index];
  let surest = 0;
  const to = Math.min(candidates.length - 1, index + NEIGHBOURS);
  for (let other = Math.max(0, index - NEIGHBOURS); other <= to; other++) {
    const candidate = candidates[other];
    const isNear = Math.abs(candidate.first - last) <= NEAR || Math.abs(first - candidate.last) <= NEAR;
    if (other !== index && isNear) surest = Math.max(surest, candidate.evidence);
  }
  return surest;
}
