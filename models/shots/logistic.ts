export interface Example {
  readonly features: Float32Array;
  readonly isTrue: boolean;
  readonly weight: number;
}

export interface LogisticWeights {
  readonly mean: number[];
  readonly scale: number[];
  readonly weights: number[];
  readonly bias: number;
}

const ROUNDS = 25;
/** Deviations below this are not a spread to divide by. */
const MIN_DEVIATION = 1e-3;

/**
 * Fits a logistic regression on standardised features by Newton's method (iteratively reweighted least squares, McCullagh
 * and Nelder, "Generalized Linear Models", 1989) with a penalty of `ridge` on the squares of the weights, none on the bias.
 */
export function fitLogistic(examples: readonly Example[], ridge: number): LogisticWeights {
  const width = examples[0].features.length;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const columns = Array.from({ length: width }, (_, i) => i);
  const mean = columns.map((i) => examples.reduce((sum, e) => sum + e.weight * e.features[i], 0) / total);
  const scale = columns.map((i) => {
    const squares = examples.reduce((sum, e) => sum + e.weight * (e.features[i] - mean[i]) ** 2, 0);
    return 1 / (Math.sqrt(squares / total) + MIN_DEVIATION);
  });
  const rows = examples.map(({ features }) => [...columns.map((i) => (features[i] - mean[i]) * scale[i]), 1]);
  let weights = new Array<number>(width + 1).fill(0);
  for (let round = 0; round < ROUNDS; round++) {
    const curvature = weights.map((_, i) => weights.map((_, j) => (i === j ? (i < width ? ridge : MIN_DEVIATION) : 0)));
    const slope = weights.map((w, i) => (i < width ? ridge * w : 0));
    for (const [n, row] of rows.entries()) {
      const { isTrue, weight } = examples[n];
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * weights[i], 0)));
      for (let i = 0; i <= width; i++) {
        slope[i] += weight * (p - (isTrue ? 1 : 0)) * row[i];
        for (let j = 0; j <= i; j++) curvature[i][j] += weight * p * (1 - p) * row[i] * row[j];
      }
    }
    const step = solve(curvature, slope);
    weights = weights.map((w, i) => w - step[i]);
  }
  const round = (value: number): number => Number(value.toPrecision(6));
  return {
    mean: mean.map(round),
    scale: scale.map(round),
    weights: weights.slice(0, width).map(round),
    bias: round(weights[width]),
  };
}

/** Solves A x = b for a positive definite A, of which the lower half is read (Cholesky). */
function solve(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = b.length;
  const root = lower.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = root[i][j];
      for (let k = 0; k < j; k++) sum -= root[i][k] * root[j][k];
      root[i][j] = i === j ? Math.sqrt(sum) : sum / root[j][j];
    }
  }
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= root[i][k] * x[k];
    x[i] /= root[i][i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] -= root[k][i] * x[k];
    x[i] /= root[i][i];
  }
  return x;
}
