import { dot } from '../../src/core/math/dot.ts';

const STEPS = 30;

/**
 * The directions in which rows spread most: the first `count` eigenvectors of their second moments, of length 1, with
 * the variances along them, falling. Orthogonal iteration from rows at even
 * distances, so the same each time.
 */
export function findPrincipalDirections(
  rows: readonly ArrayLike<number>[],
  count: number,
): { directions: Float64Array[]; variances: number[] } {
  const size = rows[0].length;
  const stride = rows.length / count;
  let directions = orthonormalise(
    Array.from({ length: count }, (_, k) => Float64Array.from(rows[Math.floor(k * stride)])),
  );
  let lengths: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const sums = directions.map(() => new Float64Array(size));
    for (const row of rows) {
      directions.forEach((direction, k) => {
        const share = dot(row, direction);
        for (let d = 0; d < size; d++) sums[k][d] += share * row[d];
      });
    }
    lengths = sums.map((sum, k) => dot(sum, directions[k]) / rows.length);
    const order = [...sums.keys()].sort((a, b) => lengths[b] - lengths[a]);
    directions = orthonormalise(order.map((k) => sums[k]));
    lengths = order.map((k) => lengths[k]);
  }
  return { directions, variances: lengths };
}

/** Gram-Schmidt, in order. */
function orthonormalise(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const earlier of done) {
      const share = dot(rest, earlier);
      for (let d = 0; d < rest.length; d++) rest[d] -= share * earlier[d];
    }
    const length = Math.sqrt(dot(rest, rest)) || 1;
    done.push(rest.map((value) => value / length));
  }
  return done;
}
