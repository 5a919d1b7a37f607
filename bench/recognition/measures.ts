/** Mean of the precisions at each right answer, answers in falling order of score: 0..1. Ties count against us. */
export function averagePrecision(answers: readonly { score: number; isRight: boolean }[]): number {
  const sorted = [...answers].sort((a, b) => b.score - a.score || Number(a.isRight) - Number(b.isRight));
  let right = 0;
  let sum = 0;
  sorted.forEach(({ isRight }, i) => {
    if (!isRight) return;
    right++;
    sum += right / (i + 1);
  });
  return right === 0 ? 0 : sum / right;
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Cosine of two vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return ab / Math.sqrt(aa * bb || 1);
}
