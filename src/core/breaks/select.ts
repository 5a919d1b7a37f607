/** What speaks for a set of moments: the sum of their squared scores, because one good break is worth more than two poor ones. */
const worthOf = (score: number): number => score ** 2;

/**
 * Picks the set of moments with the greatest sum of squared scores such that no two lie closer than `spacingSeconds`:
 * of any size, or of exactly `count` moments, or as many as there is room for where that is fewer. Exact, by dynamic
 * programming over moments in rising time: O(moments x count) steps. Of equal sets the one that ends earlier.
 *
 * @returns indices into `moments`, rising
 */
export function selectSpaced(
  moments: readonly { readonly seconds: number; readonly score: number }[],
  spacingSeconds: number,
  count: number | null = null,
): number[] {
  const reachable = countFarBefore(moments, spacingSeconds);
  return count === null ? selectAny(moments, reachable) : selectCount(moments, reachable, count);
}

/** Of each moment, how many lie far enough before it. A microsecond of grace, because seconds were rounded to one. */
function countFarBefore(moments: readonly { readonly seconds: number }[], spacingSeconds: number): Int32Array {
  const far = new Int32Array(moments.length);
  for (let i = 0, n = 0; i < moments.length; i++) {
    while (n < i && moments[n].seconds <= moments[i].seconds - spacingSeconds + 1e-6) n++;
    far[i] = n;
  }
  return far;
}

function selectAny(moments: readonly { readonly score: number }[], far: Int32Array): number[] {
  // best[n]: the greatest sum with the first n moments.
  const best = new Float64Array(moments.length + 1);
  moments.forEach(({ score }, i) => {
    best[i + 1] = Math.max(best[i], best[far[i]] + worthOf(score));
  });
  const chosen: number[] = [];
  for (let n = moments.length; n > 0; ) {
    const isTaken = best[n] !== best[n - 1];
    if (isTaken) chosen.push(n - 1);
    n = isTaken ? far[n - 1] : n - 1;
  }
  return chosen.reverse();
}

function selectCount(moments: readonly { readonly score: number }[], far: Int32Array, count: number): number[] {
  // best[k][n]: the greatest sum with k of the first n moments; minus infinity where that many do not fit.
  const best: Float64Array[] = [new Float64Array(moments.length + 1)];
  while (best.length <= count) {
    const fewer = best[best.length - 1];
    const row = new Float64Array(moments.length + 1).fill(Number.NEGATIVE_INFINITY);
    moments.forEach(({ score }, i) => {
      row[i + 1] = Math.max(row[i], fewer[far[i]] + worthOf(score));
    });
    if (row[moments.length] === Number.NEGATIVE_INFINITY) break;
    best.push(row);
  }
  const chosen: number[] = [];
  for (let k = best.length - 1, n = moments.length; k > 0; ) {
    const isTaken = best[k][n] !== best[k][n - 1];
    if (isTaken) chosen.push(n - 1);
    n = isTaken ? far[n - 1] : n - 1;
    if (isTaken) k--;
  }
  return chosen.reverse();
}
