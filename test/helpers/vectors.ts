/** Largest difference between two lists of the same length. */
export const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0) : Number.NaN;

export function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

export const indexOfLargest = (values: Float32Array): number => values.indexOf(Math.max(...values));
