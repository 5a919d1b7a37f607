import { BOUNDARY_KINDS, type BoundaryScores } from './score.ts';

/** Consecutive boundaries that may be one transition: a cut is one of them, a gradual transition several. */
export interface TransitionCandidate {
  /** Boundaries by their later picture, both inclusive. */
  readonly first: number;
  readonly last: number;
  /** Index into BOUNDARY_KINDS, never that of `none`. */
  readonly kind: number;
  /** 0..1: how far the boundaries' probabilities by themselves support it. */
  readonly evidence: number;
}

/** Boundaries whose gradual kinds are together less probable than this belong to no gradual transition. */
const MIN_GRADUAL = 0.3;
/** Gradual transitions with less between them are one. */
const MAX_GAP_SECONDS = 0.12;
/** What lasts less than this is not a gradual transition: it is a cut that compression or a field smeared. */
const MIN_GRADUAL_SECONDS = 0.1;
/** A gradual transition is as evident as its best few boundaries are on average. */
const EVIDENT_BOUNDARIES = 5;
/** Boundaries that are less probable cuts are not looked at. */
const MIN_CUT = 0.02;
/** A cut smeared by compression is one of boundaries that lie so close. */
const BESIDE_SECONDS = 0.1;
/** From here on a gradual transition is evident, and a cut inside it must be as evident itself. */
const EVIDENT = 0.5;
/** Where a boundary looks half like a cut and half like a very short dissolve, both support a cut. */
const GRADUAL_SHARE = 0.5;

const KINDS = BOUNDARY_KINDS.length;
const CUT = BOUNDARY_KINDS.indexOf('cut');

/**
 * A boundary and those beside it, in order of time. A picture that is held parts the boundaries before and after it: each
 * may be a cut.
 */
export const listBeside = (boundary: number, frames: readonly number[], framesPerSecond: number): number[] =>
  [boundary - 1, boundary, boundary + 1].filter(
    (n) => n > 0 && n < frames.length && Math.abs(frames[n] - frames[boundary]) <= BESIDE_SECONDS * framesPerSecond,
  );

/** Probabilities of the kinds of each boundary: Float32Array [pictures, 5], rows sum to 1. */
export function toProbabilities({ frames, odds }: BoundaryScores): Float32Array {
  const probabilities = new Float32Array(odds.length);
  for (let row = 0; row < frames.length * KINDS; row += KINDS) {
    let most = 0;
    for (let kind = 1; kind < KINDS; kind++) most = Math.max(most, odds[row + kind]);
    let sum = 0;
    for (let kind = 0; kind < KINDS; kind++) {
      probabilities[row + kind] = Math.exp(odds[row + kind] - most);
      sum += probabilities[row + kind];
    }
    for (let kind = 0; kind < KINDS; kind++) probabilities[row + kind] /= sum;
  }
  return probabilities;
}

/**
 * What may be a transition, in order of time: runs of boundaries that look gradual, and boundaries that look more like a
 * cut than those beside them.
 *
 * @param accepts which boundaries may belong to a candidate
 */
export function listCandidates(
  { frames }: BoundaryScores,
  probabilities: Float32Array,
  framesPerSecond: number,
  accepts: (boundary: number) => boolean,
): TransitionCandidate[] {
  const count = frames.length;
  const ofKind = (boundary: number, kind: number) => probabilities[boundary * KINDS + kind];
  const gradual = Float32Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let kind = CUT + 1; kind < KINDS; kind++) sum += ofKind(i, kind);
    return sum;
  });
  const runs = listGradual();
  const evident = runs.filter(({ evidence }) => evidence > EVIDENT);
  return [...runs, ...listCuts()].sort((a, b) => a.first - b.first || a.last - b.last);

  function listGradual(): TransitionCandidate[] {
    const maxGapFrames = Math.max(1, Math.trunc(MAX_GAP_SECONDS * framesPerSecond)) + 1;
    const spans: { first: number; last: number }[] = [];
    for (let i = 1; i < count; i++) {
      if (gradual[i] <= MIN_GRADUAL || !accepts(i)) continue;
      const open = spans.at(-1);
      if (open && frames[i] - frames[open.last] <= maxGapFrames) open.last = i;
      else spans.push({ first: i, last: i });
    }
    return spans
      .filter(({ first, last }) => frames[last] - frames[first] + 1 >= MIN_GRADUAL_SECONDS * framesPerSecond)
      .map(({ first, last }) => ({ first, last, kind: likeliestKind(first, last), evidence: evidenceOf(first, last) }));
  }

  function likeliestKind(first: number, last: number): number {
    const sums = new Float64Array(KINDS);
    for (let i = first; i <= last; i++) for (let kind = CUT + 1; kind < KINDS; kind++) sums[kind] += ofKind(i, kind);
    return sums.indexOf(Math.max(...sums));
  }

  function evidenceOf(first: number, last: number): number {
    const length = Math.min(EVIDENT_BOUNDARIES, last - first + 1);
    let most = 0;
    for (let from = first; from + length - 1 <= last; from++) {
      let sum = 0;
      for (let i = from; i < from + length; i++) sum += gradual[i];
      most = Math.max(most, sum / length);
    }
    return most;
  }

  function listCuts(): TransitionCandidate[] {
    const cuts: TransitionCandidate[] = [];
    for (let i = 1; i < count; i++) {
      const here = ofKind(i, CUT);
      if (here < MIN_CUT || !accepts(i)) continue;
      const around = listBeside(i, frames, framesPerSecond);
      const before = around[0] < i ? ofKind(i - 1, CUT) : 0;
      const after = around[around.length - 1] > i ? ofKind(i + 1, CUT) : 0;
      // Of two alike the first counts.
      if (before >= here || after > here) continue;
      const isInside = evident.some(({ first, last }) => first <= i && i <= last);
      if (isInside && here < EVIDENT) continue;
      const smeared = isInside ? 0 : around.reduce((sum, n) => sum + gradual[n], 0) / around.length;
      cuts.push({
        first: i,
        last: i,
        kind: CUT,
        evidence: Math.min(1, before + here + after + GRADUAL_SHARE * smeared),
      });
    }
    return cuts;
  }
}
