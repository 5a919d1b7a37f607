import { type Matrix, rowOf, takeRows } from './matrix.ts';
import { findPrincipalAxes, project } from './principal-axes.ts';

/** Two pictures that show all but the same. */
export interface Twins {
  readonly first: number;
  readonly second: number;
  /** Whether they are the same picture to the network. */
  readonly same: boolean;
}

/** Cosine of the features of two pictures from which on they are taken for one: copies, crops by a few pixels, neighbours of a film. */
export const NEAR_COSINE = 0.985;
const SAME_COSINE = 0.99999;
/** Enough axes to tell most pairs apart by. */
const AXES = 48;
const AXES_ROWS = 1000;
const REPORT_EVERY = 64;

/**
 * Finds all pairs of pictures that are near duplicates. `features` [pictures, d], all rows of one length. A distance
 * along some axes is at most the whole one, so few pairs are compared in full.
 */
export async function findNearDuplicates(
  features: Matrix,
  seed: number,
  onCompared: (pictures: number) => Promise<void>,
): Promise<Twins[]> {
  if (features.rows < 2) return [];
  const first = rowOf(features, 0);
  const squaredLength = first.reduce((sum, x) => sum + x * x, 0);
  const limit = 2 * squaredLength * (1 - NEAR_COSINE);
  const sameLimit = 2 * squaredLength * (1 - SAME_COSINE);
  const stride = Math.max(1, features.rows / AXES_ROWS);
  const some = Array.from({ length: Math.floor(features.rows / stride) }, (_, i) => Math.floor(i * stride));
  const short = project(features, findPrincipalAxes(takeRows(features, some), AXES, seed));
  const twins: Twins[] = [];
  for (let i = 0; i < features.rows; i++) {
    if (i % REPORT_EVERY === 0) await onCompared(i);
    for (let j = i + 1; j < features.rows; j++) {
      if (squaredDistance(short, i, j, limit) > limit) continue;
      const distance = squaredDistance(features, i, j, limit);
      if (distance <= limit) twins.push({ first: i, second: j, same: distance <= sameLimit });
    }
  }
  return twins;
}

/** Gives up beyond the limit. */
function squaredDistance({ values, columns }: Matrix, a: number, b: number, limit: number): number {
  let sum = 0;
  const [startA, startB] = [a * columns, b * columns];
  for (let d = 0; d < columns && sum <= limit; d++) {
    const difference = values[startA + d] - values[startB + d];
    sum += difference * difference;
  }
  return sum;
}
