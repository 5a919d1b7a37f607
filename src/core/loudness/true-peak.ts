/**
 * ITU-R BS.1770-4, annex 2: the filter of order 48 that interpolates four times at 48 kHz, as phases of 12 taps. It is
 * symmetric: the other two phases are these two backwards.
 */
const PHASES = [
  [
    0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625, 0.97216796875,
    -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
  ],
  [
    -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
    -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
  ],
] as const;
const TAPS = 12;
const PAIRS = TAPS / 2;

/**
 * A phase and the same backwards give E + O and E - O, where E weighs the sums of the samples that lie alike from both
 * ends and O their differences: the greater of the two is |E| + |O|, for half of the multiplications.
 */
const [EVEN_0, EVEN_1] = PHASES.map((taps) =>
  Float64Array.from({ length: PAIRS }, (_, i) => (taps[i] + taps[TAPS - 1 - i]) / 2),
);
const [ODD_0, ODD_1] = PHASES.map((taps) =>
  Float64Array.from({ length: PAIRS }, (_, i) => (taps[i] - taps[TAPS - 1 - i]) / 2),
);

/** Samples before the first one that the filter needs. */
export const HISTORY = TAPS - 1;
/** No interpolated value is greater than the greatest sample within reach times this. */
const GREATEST_GAIN = Math.max(...PHASES.map((taps) => taps.reduce((sum, tap) => sum + Math.abs(tap), 0)));
/** Samples that are looked at together: a stretch that cannot reach the peak so far is not interpolated. */
const STRETCH = 32;

/**
 * The greater of `peak` and the true peak of a channel's samples `[HISTORY, end)`, full scale 1, at four times the
 * sampling rate: as if every sample were interpolated.
 *
 * @param samples its first HISTORY values are the last ones before
 */
export function raiseTruePeak(peak: number, samples: Float64Array, end: number): number {
  let raised = peak;
  for (let from = HISTORY; from < end; from += STRETCH) {
    const to = Math.min(end, from + STRETCH);
    let greatest = 0;
    for (let i = from - HISTORY; i < to; i++) greatest = Math.max(greatest, Math.abs(samples[i]));
    if (greatest * GREATEST_GAIN > raised) raised = interpolate(Math.max(raised, greatest), samples, from, to);
  }
  return raised;
}

function interpolate(peak: number, samples: Float64Array, from: number, to: number): number {
  let raised = peak;
  for (let last = from; last < to; last++) {
    const first = last - HISTORY;
    let even0 = 0;
    let odd0 = 0;
    let even1 = 0;
    let odd1 = 0;
    for (let i = 0; i < PAIRS; i++) {
      const sum = samples[first + i] + samples[last - i];
      const difference = samples[first + i] - samples[last - i];
      even0 += EVEN_0[i] * sum;
      odd0 += ODD_0[i] * difference;
      even1 += EVEN_1[i] * sum;
      odd1 += ODD_1[i] * difference;
    }
    raised = Math.max(raised, Math.abs(even0) + Math.abs(odd0), Math.abs(even1) + Math.abs(odd1));
  }
  return raised;
}
