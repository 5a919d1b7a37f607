import type { ShotSpace } from './shot-space.ts';

/** Distances of each item to those that follow it, as far ahead as `reach`. */
export interface Distances {
  readonly count: number;
  readonly reach: number;
  /** What parts the film's near pairs from its far ones; infinite where all pairs are as far apart. */
  readonly threshold: number;
  /** Distance of items i < j with j - i <= reach. */
  between(i: number, j: number): number;
}

/** Of a film of several places nine of ten pairs or more lie nearer than pictures that have nothing in common: 1. */
const FAR_SHARE = 0.9;
/** The pictures of a film that are nearer than this to each other, all of them, show one place. */
const MIN_FAR_DISTANCE = 0.6;

/**
 * Measures a band of the distance matrix: Float32Array [count, reach], so its size grows with the video's length only.
 *
 * Drawn or rendered films look alike to a network that knows photographs, whatever they show: their distances are
 * stretched until the 90th percentile is 1, at most by 1 / 0.6. Photographed films of several places reach it as they are.
 */
export function measureDistances(vectors: readonly Float32Array[], reach: number, space: ShotSpace): Distances {
  const count = vectors.length;
  const band = new Float32Array(count * reach);
  for (let i = 0; i < count; i++) {
    const end = Math.min(count - 1, i + reach);
    for (let j = i + 1; j <= end; j++) band[i * reach + j - i - 1] = space.distance(vectors[i], vectors[j]);
  }
  const inOrder = band.filter((_, at) => Math.floor(at / reach) + (at % reach) + 1 < count).sort();
  const far = inOrder[Math.floor(inOrder.length * FAR_SHARE)] ?? 1;
  const scale = 1 / Math.min(1, Math.max(MIN_FAR_DISTANCE, far));
  const threshold = scale * findThreshold(inOrder);
  return { count, reach, threshold, between: (i, j) => scale * band[i * reach + j - i - 1] };
}

/**
 * The distance that parts near pairs from far ones best: where the variance between the two groups is greatest (Otsu,
 * IEEE Transactions on Systems, Man, and Cybernetics, 1979). Infinite where all are alike.
 */
function findThreshold(inOrder: Float32Array): number {
  const total = inOrder.reduce((sum, distance) => sum + distance, 0);
  let best = { spread: 0, threshold: Number.POSITIVE_INFINITY };
  let below = 0;
  for (let count = 1; count < inOrder.length; count++) {
    below += inOrder[count - 1];
    const above = inOrder.length - count;
    const spread = count * above * (below / count - (total - below) / above) ** 2;
    if (spread > best.spread) best = { spread, threshold: (inOrder[count - 1] + inOrder[count]) / 2 };
  }
  return best.threshold;
}

/**
 * How closely the two sides of each border belong together: at index k the least distance between any item before k and
 * any from k on, at most `reach` apart; infinite at 0. A return to the same picture (ABAB) holds all that lies between.
 */
export function measureLinks({ count, between }: Pick<Distances, 'count' | 'between'>, reach: number): Float64Array {
  const links = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < Math.min(count, i + reach + 1); j++) {
      const distance = between(i, j);
      for (let k = i + 1; k <= j; k++) links[k] = Math.min(links[k], distance);
    }
  }
  return links;
}
