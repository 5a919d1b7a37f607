/**
 * Picks the set of moments with the greatest sum of squared scores such that no two lie closer than `spacingSeconds`.
 * Squares, because one good break is worth more than two poor ones beside it. Dynamic programming over moments in
 * rising time; of equal sets the one that ends earlier.
 *
 * @returns indices into `moments`, rising
 */
export function selectSpaced(
  moments: readonly { readonly seconds: number; readonly score: number }[],
  spacingSeconds: number,
): number[] {
  // best[n]: the greatest sum with the first n moments; before[n]: how many moments are far enough ahead of moment n.
  const best = new Float64Array(moments.length + 1);
  const before = new Int32Array(moments.length);
  for (let i = 0, far = 0; i < moments.length; i++) {
    while (far < i && moments[far].seconds <= moments[i].seconds - spacingSeconds + 1e-6) far++;
    before[i] = far;
    best[i + 1] = Math.max(best[i], best[far] + moments[i].score ** 2);
  }
  const chosen: number[] = [];
  for (let n = moments.length; n > 0; ) {
    if (best[n] === best[n - 1]) {
      n--;
      continue;
    }
    chosen.push(n - 1);
    n = before[n - 1];
  }
  return chosen.reverse();
}
