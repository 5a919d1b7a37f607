/** The sampling rate that ITU-R BS.1770 gives its coefficients for. */
export const SAMPLE_RATE = 48_000;

/** One biquad `b0 + b1 z^-1 + b2 z^-2` over `1 + a1 z^-1 + a2 z^-2`. */
interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/** ITU-R BS.1770-4, annex 1, table 1: the head as a rigid sphere, +4 dB above 2 kHz. */
const HEAD: Biquad = {
  b: [1.53512485958697, -2.69169618940638, 1.19839281085285],
  a: [-1.69065929318241, 0.73248077421585],
};
/** Table 2 there: a high-pass at 38 Hz (the revised low-frequency B curve). */
const LOW_CUT: Biquad = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

/** What is left of a sound that ended long ago; smaller numbers only make the processor slow. */
const NEGLIGIBLE = 1e-30;

export interface KFilter {
  /** Filters samples `[from, end)` (48 kHz, full scale 1), which follow those of the call before; gives their sum of squares. */
  sumOfSquares(samples: Float64Array, from: number, end: number): number;
}

/** The K-weighting of ITU-R BS.1770-4 for one channel: two biquads in transposed direct form II. */
export function createKFilter(): KFilter {
  const [[h0, h1, h2], [ha1, ha2]] = [HEAD.b, HEAD.a];
  const [[l0, l1, l2], [la1, la2]] = [LOW_CUT.b, LOW_CUT.a];
  let p1 = 0;
  let p2 = 0;
  let q1 = 0;
  let q2 = 0;
  const settle = (state: number): number => (Math.abs(state) < NEGLIGIBLE ? 0 : state);
  return {
    sumOfSquares(samples, from, end) {
      let sum = 0;
      for (let i = from; i < end; i++) {
        const x = samples[i];
        const y = h0 * x + p1;
        p1 = h1 * x - ha1 * y + p2;
        p2 = h2 * x - ha2 * y;
        const z = l0 * y + q1;
        q1 = l1 * y - la1 * z + q2;
        q2 = l2 * y - la2 * z;
        sum += z * z;
      }
      p1 = settle(p1);
      p2 = settle(p2);
      q1 = settle(q1);
      q2 = settle(q2);
      return sum;
    },
  };
}
