import { toDb, toPower } from '../math/decibels.ts';

/** Windows of 100 ms in the 400 ms over which loudness is gated, and in the 3 s of short-term loudness. */
const MOMENTARY_WINDOWS = 4;
const SHORT_TERM_WINDOWS = 30;
/** Blocks under this are not programme. */
const ABSOLUTE_GATE_LUFS = -70;
/** Of what is left, blocks this far under its mean are left out too: of loudness, and of the loudness range. */
const RELATIVE_GATE_LU = 10;
const RANGE_GATE_LU = 20;
/** The range lies between these shares of the short-term values. */
const RANGE_LOW = 0.1;
const RANGE_HIGH = 0.95;

export interface ProgrammeLoudness {
  /** Integrated loudness in LUFS, ITU-R BS.1770-4, annex 1; null where nothing is louder than -70 LUFS. */
  readonly integratedLufs: number | null;
  /** Loudness range in LU, EBU Tech 3342; null where no 3 seconds are louder than -70 LUFS. */
  readonly rangeLu: number | null;
}

/**
 * Loudness of a whole programme by EBU R 128, to 0.1, from the K-weighted loudness of its windows of 100 ms in LUFS.
 * Integrated: the mean power of 400 ms blocks, a new one each 100 ms, that are above -70 LUFS and at most 10 LU under
 * the mean of those. Range: from the 10th to the 95th percentile of 3 s blocks, a new one each 100 ms, that are above
 * -70 LUFS and at most 20 LU under the mean of those.
 */
export function measureProgramme(windowsLufs: Float32Array): ProgrammeLoudness {
  const momentary = gate(slideMean(windowsLufs, MOMENTARY_WINDOWS), RELATIVE_GATE_LU);
  const shortTerm = gate(slideMean(windowsLufs, SHORT_TERM_WINDOWS), RANGE_GATE_LU).toSorted();
  const percentile = (share: number) => toDb(shortTerm[Math.round((shortTerm.length - 1) * share)]);
  return {
    integratedLufs: momentary.length > 0 ? round(toDb(mean(momentary))) : null,
    rangeLu: shortTerm.length > 0 ? round(percentile(RANGE_HIGH) - percentile(RANGE_LOW)) : null,
  };
}

/** Mean power of each `count` consecutive windows. */
function slideMean(windowsLufs: Float32Array, count: number): Float64Array {
  const powers = Float64Array.from(windowsLufs, toPower);
  const means = new Float64Array(Math.max(0, powers.length - count + 1));
  for (let i = 0; i < means.length; i++) means[i] = mean(powers.subarray(i, i + count));
  return means;
}

function gate(blocks: Float64Array, relativeLu: number): Float64Array {
  const audible = blocks.filter((power) => power > toPower(ABSOLUTE_GATE_LUFS));
  const threshold = mean(audible) * toPower(-relativeLu);
  return audible.filter((power) => power > threshold);
}

const mean = (powers: Float64Array): number =>
  powers.length === 0 ? 0 : powers.reduce((sum, power) => sum + power, 0) / powers.length;

const round = (value: number): number => Math.round(value * 10) / 10;
