/** The direction of a sum of vectors: length 1, or all zero where the sum is. In plain loops: long films ask for thousands. */
export function toUnitLength(sum: Float64Array): Float32Array {
  let squares = 0;
  for (let i = 0; i < sum.length; i++) squares += sum[i] * sum[i];
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  const direction = new Float32Array(sum.length);
  for (let i = 0; i < sum.length; i++) direction[i] = sum[i] * scale;
  return direction;
}
