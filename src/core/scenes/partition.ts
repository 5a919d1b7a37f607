/**
 * Cuts a sequence into runs so that the sum of `pull(i, j)` over all pairs i < j within a run, j - i <= reach, plus the
 * `price` of each cut is least (ties: the longer last run). Dynamic programming over the last cut; the inner sum grows
 * by one row at a time, so it takes O(count * (count + reach)) steps and O(count) memory.
 *
 * @returns the first index of each run, beginning with 0
 */
export function partitionSequence(
  count: number,
  reach: number,
  pull: (i: number, j: number) => number,
  price: (index: number) => number = () => 0,
): number[] {
  // rows[j]: sum of pull(j, b) over j < b <= the item at hand.
  const rows = new Float64Array(count);
  const best = new Float64Array(count + 1);
  const from = new Int32Array(count + 1);
  for (let end = 1; end <= count; end++) {
    const last = end - 1;
    for (let j = Math.max(0, last - reach); j < last; j++) rows[j] += pull(j, last);
    let inside = 0;
    best[end] = Number.POSITIVE_INFINITY;
    for (let start = last; start >= 0; start--) {
      inside += rows[start];
      const cost = best[start] + inside + (start === 0 ? 0 : price(start));
      if (cost <= best[end]) {
        best[end] = cost;
        from[end] = start;
      }
    }
  }
  const starts: number[] = [];
  for (let end = count; end > 0; end = from[end]) starts.push(from[end]);
  return starts.reverse();
}
