import type { Rational } from '../../measurements/timecode.ts';

/** Frames a second. */
export const toNumber = ({ numerator, denominator }: Rational): number => numerator / denominator;

const rate = (numerator: number, denominator = 1): Rational => ({ numerator, denominator });

/**
 * Rates that cameras, screens and broadcasters make, rising: those of SMPTE ST 12-1 and their halves and doubles, the
 * rates of animation, and whole numbers for slide shows. The exact ones of 1000/1001 stand before the round ones.
 */
export const USUAL_RATES: readonly Rational[] = [
  ...[1, 2, 3, 4, 5, 6].map((n) => rate(n)),
  ...[rate(15, 2), rate(8), rate(10), rate(12_000, 1001), rate(12), rate(25, 2)],
  ...[rate(15_000, 1001), rate(15), rate(20), rate(24_000, 1001), rate(24), rate(25)],
  ...[rate(30_000, 1001), rate(30), rate(40), rate(48_000, 1001), rate(48), rate(50)],
  ...[rate(60_000, 1001), rate(60), rate(72), rate(75), rate(90), rate(100), rate(120_000, 1001), rate(120)],
];

/** What a container whose clock counts milliseconds can be wrong by in telling a rate: a tenth of a per cent is 1000/1001. */
const SNAP_SHARE = 0.0003;

/**
 * The usual rate that a guess stands for, where it is one within the rounding of a container's clock (19001/317 is
 * 60000/1001); else the guess itself.
 */
export function snapRate(guess: Rational): Rational {
  const value = toNumber(guess);
  const distance = (usual: Rational) => Math.abs(toNumber(usual) / value - 1);
  const nearest = USUAL_RATES.reduce((best, usual) => (distance(usual) < distance(best) ? usual : best));
  return distance(nearest) <= SNAP_SHARE ? nearest : guess;
}

/** The fraction of two decimals nearest to a rate. */
export const toHundredths = (value: number): Rational => {
  const numerator = Math.max(1, Math.round(value * 100));
  return numerator % 100 === 0 ? rate(numerator / 100) : rate(numerator, 100);
};
