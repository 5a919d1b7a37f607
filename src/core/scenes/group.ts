import type { SceneSpan, ShotSpan } from '../measurements/spans.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { priceBoundaries } from './boundary-price.ts';
import { type Distances, measureDistances, measureLinks } from './distances.ts';
import { partitionSequence } from './partition.ts';
import { createShotSpace } from './shot-space.ts';
import { joinToUnits } from './units.ts';

/** Pairs further apart are not compared: a scene may be longer, but it need not resemble its own beginning. */
const REACH = 15;
/** How far ahead a return to the same picture still binds what lies between. */
const LINK_REACH = 10;
/**
 * Shots nearer than this pull together, shots further apart push each other away: the film's own threshold between near
 * and far, because places of one film may all be near each other, and within these, because a film may have one place.
 */
const MIN_NEUTRAL_DISTANCE = 0.55;
const MAX_NEUTRAL_DISTANCE = 0.78;
/** What a border gains, over the root of its pairs, at which strength is 1 - 1/e: four of five of these are right. */
const USUAL_GAIN = 0.67;

/**
 * Groups consecutive shots into scenes, as Optimal Sequential Grouping does (Rotman, Porat, Ashour: ISM 2016, ICMR
 * 2018): of all ways to cut the sequence of shots, the one in which pairs of shots of one scene are nearest. Where OSG
 * first estimates the number of scenes, here each pair nearer than a neutral distance is worth keeping together, each
 * one further apart worth parting, and each border has a price; the number of scenes follows. docs/how-it-decides.md
 * has the formulas and what they were measured against.
 *
 * @param input.embeddings one vector of length 1 a shot, of `createShotEmbedder`
 */
export function groupScenes(input: {
  shots: readonly ShotSpan[];
  embeddings: readonly Float32Array[];
  cues: readonly Cue[];
  /** Which shots are cards, that show no place; none when it is left out. */
  cards?: readonly boolean[] | undefined;
  grid: FrameGrid;
}): SceneSpan[] {
  const units = joinToUnits(input);
  const vectors = units.map(({ vector }) => vector);
  const reach = Math.max(1, Math.min(REACH, units.length - 1));
  const distances = measureDistances(vectors, reach, createShotSpace(vectors));
  const neutral = Math.min(MAX_NEUTRAL_DISTANCE, Math.max(MIN_NEUTRAL_DISTANCE, distances.threshold));
  const prices = priceBoundaries({ ...input, units, links: measureLinks(distances, LINK_REACH) });
  const starts = partitionSequence(
    units.length,
    reach,
    (i, j) => distances.between(i, j) - neutral,
    (i) => prices[i],
  );
  const measureStrength = (before: number, start: number, end: number) => {
    const { sum, pairs } = sumAcross(distances, before, start, end);
    const gain = (sum - pairs * neutral - prices[start]) / Math.sqrt(pairs);
    return Math.round((1 - Math.exp(-Math.max(0, gain) / USUAL_GAIN)) * 10_000) / 10_000;
  };
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? units.length;
    const boundaryStrength = index === 0 ? 0 : measureStrength(starts[index - 1], start, end);
    return { firstShot: units[start].firstShot, lastShot: units[end - 1].lastShot, boundaryStrength };
  });
}

/** The distances of the pairs across the border between two scenes, [before, start) and [start, end). */
function sumAcross({ reach, between }: Distances, before: number, start: number, end: number) {
  let sum = 0;
  let pairs = 0;
  for (let i = Math.max(before, start - reach); i < start; i++) {
    for (let j = start; j < Math.min(end, i + reach + 1); j++, pairs++) sum += between(i, j);
  }
  return { sum, pairs };
}
