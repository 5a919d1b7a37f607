import { BOUNDARY_KINDS, type BoundaryScores } from './score.ts';

/** Boundaries with lower log odds than this for every kind of transition belong to none. */
const LEAST_ODDS = -1.5;
/** Boundaries that look like none do not part a run when they last no longer than this. */
const MAX_GAP_SECONDS = 0.13;

const KINDS = BOUNDARY_KINDS.length;

/** Consecutive boundaries that may be one transition: indices of pictures, both inclusive. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** The highest log odds of a boundary over the kinds of transition; 0 is as likely as none. */
export function bestOdds(odds: Float32Array, boundary: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let kind = 1; kind < KINDS; kind++) best = Math.max(best, odds[boundary * KINDS + kind]);
  return best;
}

/**
 * Runs of boundaries that hint at a transition, in order of time. They begin and end at boundaries that are likelier a
 * transition than not, where there is one: hints beside these only hold a run together.
 *
 * @param accepts which boundaries may belong to a run
 */
export function listRuns(
  { frames, odds }: BoundaryScores,
  framesPerSecond: number,
  accepts: (boundary: number) => boolean,
): Run[] {
  const maxGapFrames = MAX_GAP_SECONDS * framesPerSecond + 1;
  const hints = (boundary: number) => bestOdds(odds, boundary) > LEAST_ODDS && accepts(boundary);
  const runs: Run[] = [];
  for (let first = 1; first < frames.length; first++) {
    if (!hints(first)) continue;
    let last = first;
    for (let next = first + 1; next < frames.length && frames[next] - frames[last] <= maxGapFrames; next++) {
      if (!accepts(next)) break;
      if (hints(next)) last = next;
    }
    runs.push(trim(odds, first, last));
    first = last;
  }
  return runs;
}

function trim(odds: Float32Array, first: number, last: number): Run {
  let from = first;
  let to = last;
  while (from < last && bestOdds(odds, from) <= 0) from++;
  while (to > first && bestOdds(odds, to) <= 0) to--;
  return from <= to && bestOdds(odds, from) > 0 ? { first: from, last: to } : { first, last };
}
