/**
 * What supports a set of moments: the sum of their squared scores, because one good break is worth more than two poor
 * ones.
 */
const worthOf = (score: number): number => score ** 2;

/**
 * What it costs to lie a whole programme away from where the k-th of `count` evenly spread breaks would be, by the square.
 * So little that it only parts moments that are about as good as each other (measured: nothing is lost up to 0.2).
 */
const UNEVEN_PRICE = 0.1;

/** How many breaks are asked for, and of what: the even spread of a number depends on the programme's length. */
export interface CountRequest {
  readonly count: number;
  readonly startSeconds: number;
  readonly durationSeconds: number;
}

interface Timed {
  readonly seconds: number;
  readonly score: number;
}

/**
 * Picks moments of which no two lie closer than `spacingSeconds`. Without a request any number of them, with the
 * greatest sum of squared scores. With one as many as it asks for, or as there is room for where that is fewer: those
 * with the greatest sum of squared scores less `0.1 ((t - e) / T)^2`, e the place of the break in an even spread over T
 * seconds. Exact, by dynamic programming over moments in rising time: O(moments x count) steps. Of equal sets the one
 * that ends earlier.
 *
 * @returns indices into `moments`, rising
 */
export function selectSpaced(
  moments: readonly Timed[],
  spacingSeconds: number,
  request: CountRequest | null = null,
): number[] {
  const far = countFarBefore(moments, spacingSeconds);
  return request === null ? selectAny(moments, far) : selectCount(moments, far, request);
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

function selectCount(
  moments: readonly Timed[],
  far: Int32Array,
  { count, startSeconds, durationSeconds }: CountRequest,
): number[] {
  const most = Math.min(count, countMost(far));
  // best[k][n]: the greatest worth of k of the first n moments; minus infinity where that many do not fit.
  const best: Float64Array[] = [new Float64Array(moments.length + 1)];
  for (let k = 1; k <= most; k++) {
    const evenSeconds = startSeconds + (durationSeconds * k) / (most + 1);
    const row = new Float64Array(moments.length + 1).fill(Number.NEGATIVE_INFINITY);
    moments.forEach(({ seconds, score }, i) => {
      const price = UNEVEN_PRICE * ((seconds - evenSeconds) / durationSeconds) ** 2;
      row[i + 1] = Math.max(row[i], best[k - 1][far[i]] + worthOf(score) - price);
    });
    best.push(row);
  }
  const chosen: number[] = [];
  for (let k = most, n = moments.length; k > 0; ) {
    const isTaken = best[k][n] !== best[k][n - 1];
    if (isTaken) chosen.push(n - 1);
    n = isTaken ? far[n - 1] : n - 1;
    if (isTaken) k--;
  }
  return chosen.reverse();
}

/** The most moments that stand far enough apart: each as early as it can be. */
function countMost(far: Int32Array): number {
  let count = 0;
  let last = -1;
  for (let i = 0; i < far.length; i++) {
    if (last >= far[i]) continue;
    count++;
    last = i;
  }
  return count;
}
