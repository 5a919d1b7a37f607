import { type Rational, toNumber } from './rational.ts';

/** How timecodes count. */
export interface Timebase {
  /** Frames a second. */
  readonly rate: Rational;
  /** Whether numbers are skipped, so that timecodes keep up with the clock (29.97 and 59.94 frames a second only). */
  readonly dropFrame: boolean;
}

const toRate = (numerator: number, denominator = 1): Rational => ({ numerator, denominator });

/**
 * The rates of SMPTE ST 12-1 timecode, rising: those that OpenTimelineIO and readers of edit lists take. At higher rates
 * (100, 120) they refuse timecodes.
 */
export const EDITING_RATES: readonly Rational[] = [
  ...[toRate(24_000, 1001), toRate(24), toRate(25), toRate(30_000, 1001), toRate(30)],
  ...[toRate(48_000, 1001), toRate(48), toRate(50), toRate(60_000, 1001), toRate(60)],
];
const HIGHEST = EDITING_RATES.at(-1)!;
/** Faster pictures share timecodes, as many to each, when such a rate remains. */
const MIN_SHARED_RATE = 47;

/** Rates nearer than this are one: files write 29.97 for 30000/1001. It is a fifth of a frame in an hour. */
const SAME_RATE = 2e-6;
/** So far below the pictures a rate may lie: what has 30.02 pictures a second on average is edited at 30. */
const MAX_SHORTFALL = 0.005;

/** Whether two rates are the same, but for the digits that a file spends on one. */
export const isSameRate = (a: Rational, b: Rational): boolean => Math.abs(toNumber(a) / toNumber(b) - 1) < SAME_RATE;

/** The editing rate that a rate is; null for others. */
export const findEditingRate = (rate: Rational): Rational | null =>
  EDITING_RATES.find((known) => isSameRate(known, rate)) ?? null;

/** A ratio of two rates, each written in few digits. */
const isWhole = (ratio: number): boolean => ratio > 0.5 && Math.abs(ratio - Math.round(ratio)) < 5 * SAME_RATE;

/** Whether timecodes of a rate may be drop-frame. */
export const canDropFrames = (rate: Rational): boolean => rate.denominator === 1001 && rate.numerator % 30_000 === 0;

/** The whole number of frames that a timecode's second counts. */
export const countPerSecond = (rate: Rational): number => Math.max(1, Math.round(toNumber(rate)));

/**
 * The rate at which the timecodes of a video count: its own where that is an editing rate; else the lowest whole multiple
 * that is one (12.5 is counted at 25); else the nearest whole one that is not below (29.5 at 30). Pictures that come
 * faster than 60 a second share timecodes: two each at 100 and 120.
 */
export function chooseTimecodeRate(frameRate: Rational): Rational {
  const own = findEditingRate(frameRate);
  if (own) return own;
  const pictures = toNumber(frameRate);
  const multiple = EDITING_RATES.find((rate) => isWhole(toNumber(rate) / pictures));
  if (multiple) return multiple;
  const shared = EDITING_RATES.findLast(
    (rate) => toNumber(rate) > MIN_SHARED_RATE && isWhole(pictures / toNumber(rate)),
  );
  if (shared) return shared;
  const isHighEnough = ({ numerator, denominator }: Rational) =>
    denominator === 1 && numerator >= pictures * (1 - MAX_SHORTFALL);
  return EDITING_RATES.find(isHighEnough) ?? HIGHEST;
}

/** How the timecodes of a video count that has none of its own: drop-frame where that exists. */
export function chooseTimebase(frameRate: Rational): Timebase {
  const rate = chooseTimecodeRate(frameRate);
  return { rate, dropFrame: canDropFrames(rate) };
}

/**
 * The frame of the timebase that is nearest in time to a frame of the video. Where the timebase is not slower than the
 * pictures, different frames have different ones.
 */
export function conformFrame(frame: number, frameRate: Rational, { rate }: Pick<Timebase, 'rate'>): number {
  if (isSameRate(frameRate, rate)) return frame;
  return Math.round((frame * frameRate.denominator * rate.numerator) / (frameRate.numerator * rate.denominator));
}
