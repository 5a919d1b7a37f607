/** Words of each half that cells are made of. */
const MAX_NEAREST = 12;

/** Finds the cells nearest to a descriptor, from its distances to the words of each half. Keeps its working memory. */
export function createCellFinder(wordCount: number) {
  const size = Math.min(MAX_NEAREST, wordCount);
  const firstWords = new Uint32Array(size);
  const secondWords = new Uint32Array(size);
  const sums = new Float64Array(size * size);
  const order = new Uint32Array(size * size);
  /** All cells of the nearest words, nearest first; valid until the next call. */
  return (first: Float64Array, second: Float64Array): Uint32Array => {
    takeNearest(first, firstWords);
    takeNearest(second, secondWords);
    let count = 0;
    for (let i = 0; i < size; i++) {
      // Cell (i, j) has at least (i + 1)(j + 1) - 1 nearer ones: far pairs are not worth sorting.
      for (let j = 0; j < size && (i + 1) * (j + 1) <= 2 * size; j++) {
        const sum = first[firstWords[i]] + second[secondWords[j]];
        let at = count++;
        for (; at > 0 && sums[at - 1] > sum; at--) {
          sums[at] = sums[at - 1];
          order[at] = order[at - 1];
        }
        sums[at] = sum;
        order[at] = firstWords[i] * wordCount + secondWords[j];
      }
    }
    return order.subarray(0, count);
  };
}

/** Fills `nearest` with the indexes of the smallest values, smallest first. */
function takeNearest(values: Float64Array, nearest: Uint32Array): void {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (count === nearest.length && values[i] >= values[nearest[count - 1]]) continue;
    let at = count < nearest.length ? count++ : count - 1;
    for (; at > 0 && values[nearest[at - 1]] > values[i]; at--) nearest[at] = nearest[at - 1];
    nearest[at] = i;
  }
}
