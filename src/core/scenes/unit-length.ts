/** The direction of a sum of vectors: length 1, or all zero where the sum is. */
export function toUnitLength(sum: Float64Array): Float32Array {
  let squares = 0;
  for (const value of sum) squares += value * value;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  return Float32Array.from(sum, (value) => value * scale);
}
