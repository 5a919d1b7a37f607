/** Optimal Sequential Grouping as published, to compare with: Rotman, Porat, Ashour, ISM 2016 and ICMR 2018. */

/** Distances of all pairs, symmetric, 0 on the diagonal. */
export type Matrix = readonly Float64Array[];

interface Grouping {
  readonly borders: Set<number>;
  /** Sum of the distances within scenes over the number of pairs within scenes. */
  readonly normalisedCost: number;
}

/** The `scenes` scenes with the least sum of (distance - discount) over the ordered pairs within scenes. */
function groupAdditive(matrix: Matrix, scenes: number, discount: number): Grouping {
  const n = matrix.length;
  const sums = Array.from({ length: n + 1 }, () => new Float64Array(n + 1));
  for (let start = n - 1; start >= 0; start--) {
    let row = 0;
    for (let end = start + 1; end <= n; end++) {
      row += 2 * matrix[start][end - 1];
      sums[start][end] = sums[start + 1][end] + row;
    }
  }
  const best = Array.from({ length: scenes + 1 }, () => new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY));
  const from = Array.from({ length: scenes + 1 }, () => new Int32Array(n + 1));
  best[0][0] = 0;
  for (let k = 1; k <= scenes; k++) {
    for (let end = k; end <= n; end++) {
      for (let start = k - 1; start < end; start++) {
        const cost = best[k - 1][start] + sums[start][end] - discount * (end - start) ** 2;
        if (cost >= best[k][end]) continue;
        best[k][end] = cost;
        from[k][end] = start;
      }
    }
  }
  const borders = new Set<number>();
  let total = 0;
  let pairs = 0;
  for (let k = scenes, end = n; k > 0; k--) {
    const start = from[k][end];
    total += sums[start][end];
    pairs += (end - start) ** 2;
    if (start > 0) borders.add(start);
    end = start;
  }
  return { borders, normalisedCost: total / pairs };
}

/** The additive cost of 2016. */
export const groupOsgAdditive = (matrix: Matrix, scenes: number): Set<number> =>
  groupAdditive(matrix, scenes, 0).borders;

/**
 * The normalised cost of 2018, exactly: a ratio is least where sum - ratio * pairs is 0 at its least (Dinkelbach 1967),
 * so a few additive groupings replace the published O(K N^4) search.
 */
export function groupOsgNormalised(matrix: Matrix, scenes: number): Set<number> {
  let found = groupAdditive(matrix, scenes, 0);
  for (;;) {
    const next = groupAdditive(matrix, scenes, found.normalisedCost);
    if (next.normalisedCost >= found.normalisedCost - 1e-12) return found.borders;
    found = next;
  }
}

/** The number of scenes: where the log singular values lie deepest under the line from the first to the last. */
export function estimateScenes(matrix: Matrix): number {
  const logs = singularValues(matrix).map((value) => Math.log(Math.max(value, 1e-9)));
  const last = logs.length - 1;
  let deepest = 0;
  let scenes = 1;
  logs.forEach((value, i) => {
    const depth = logs[0] + ((logs[last] - logs[0]) * i) / Math.max(1, last) - value;
    if (depth <= deepest) return;
    deepest = depth;
    scenes = i + 1;
  });
  return scenes;
}

/** Of a symmetric matrix: the absolute eigenvalues, by cyclic Jacobi rotations, falling. */
function singularValues(matrix: Matrix): number[] {
  const a = matrix.map((row) => Float64Array.from(row));
  const n = a.length;
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += a[p][q] ** 2;
        if (Math.abs(a[p][q]) < 1e-12) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta ** 2 + 1));
        const cos = 1 / Math.sqrt(t ** 2 + 1);
        const sin = t * cos;
        for (let k = 0; k < n; k++) [a[k][p], a[k][q]] = [cos * a[k][p] - sin * a[k][q], sin * a[k][p] + cos * a[k][q]];
        for (let k = 0; k < n; k++) [a[p][k], a[q][k]] = [cos * a[p][k] - sin * a[q][k], sin * a[p][k] + cos * a[q][k]];
      }
    }
    if (off < 1e-16) break;
  }
  return a.map((row, i) => Math.abs(row[i])).sort((x, y) => y - x);
}
