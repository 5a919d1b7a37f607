import type { Rational } from '../../measurements/timecode.ts';
import { snapRate, toHundredths, toNumber, USUAL_RATES } from './rates.ts';

/** What a container tells of a track's rate. */
export interface RateHints {
  /** ffprobe's `r_frame_rate`, guessed from the first packets; null when it has none. */
  readonly guess: Rational | null;
  /** ffprobe's `avg_frame_rate`; null when it has none. */
  readonly average: Rational | null;
}

/** A grid finer than this is not of pictures but of a container's clock, unless the pictures are as many. */
const MAX_RATE = 120;
const FALLBACK_RATE: Rational = { numerator: 25, denominator: 1 };

/** Of all pictures at most this share may lie in a slot that has one already: a stray double does not make a rate. */
const MAX_SHARED_SHARE = 0.002;
/** Two pictures nearer to each other than this are never both seen: a fault of whatever wrote them. */
const STRAY_SECONDS = 0.002;
/** A time stamp is as exact as its container's clock, and was often a whole number of milliseconds before. */
const ROUNDING_SECONDS = 0.0011;
/** Beyond this share of a slot a picture lies between the slots, however coarse the clock. */
const MAX_OFFSET_SHARE = 0.25;
/** Of all pictures this share must lie on the grid for it to be theirs. */
const MIN_EXACT_SHARE = 0.98;
/** Pictures further apart than this on average are slides: the container's guess of their rate counts for nothing. */
const SLIDE_SECONDS = 30;

/** ffprobe of some releases guesses the rate of fields, twice that of pictures. No two rates of pictures are told apart so. */
const MIN_MULTIPLE = 1.5;

/** A usual rate is preferred to an average that differs from it by less. */
const NEAR_SHARE = 0.02;

/** Rates that uneven pictures are put on when no rate is exactly theirs. */
const FINE_RATES: readonly Rational[] = [24, 25, 30, 60, 120].map((numerator) => ({ numerator, denominator: 1 }));

/**
 * Chooses the rate of the frame grid from the times of all pictures, so that every picture keeps a slot of its own at
 * its own time or the nearest to it. In this order, where each picture has its slot: the container's guess, its average
 * (before a guess that counts fields, if the average is exact); the lowest usual rate whose slots are the pictures' own
 * times; a usual rate near the average, the average itself, and the lowest fine rate.
 *
 * @param seconds times of the pictures, rising, each once
 * @param clockUnit seconds of a unit of the container's clock
 * @param holdSeconds for how long the last picture is shown
 */
export function chooseRate(
  seconds: Float64Array,
  clockUnit: number,
  holdSeconds: number,
  { guess, average }: RateHints,
): Rational {
  const meanHold = (seconds[seconds.length - 1]! - seconds[0]! + holdSeconds) / seconds.length;
  const told = [guess, average].flatMap((hint) => (hint && toNumber(hint) > 0 ? [snapRate(hint)] : []));
  if (seconds.length < 2) return meanHold > SLIDE_SECONDS ? USUAL_RATES[0]! : (told.find(isFrameRate) ?? FALLBACK_RATE);
  const measure = (rate: Rational) => fit(seconds, clockUnit, rate);
  const fits = (rate: Rational) => measure(rate).sharedShare <= MAX_SHARED_SHARE;
  const isExact = (rate: Rational) => fits(rate) && measure(rate).exactShare >= MIN_EXACT_SHARE;
  const isFast = meanHold < 1 / MAX_RATE;
  const isRate = (rate: Rational) => isFast || isFrameRate(rate);
  const hints = meanHold > SLIDE_SECONDS ? [] : told.filter(isRate);
  const countsFields = guess && average && toNumber(guess) > MIN_MULTIPLE * toNumber(average);
  const mean = toHundredths((seconds.length - 1) / (seconds[seconds.length - 1]! - seconds[0]!));
  const nearMean = USUAL_RATES.filter((usual) => Math.abs(toNumber(usual) / toNumber(mean) - 1) < NEAR_SHARE);
  return (
    (countsFields ? hints.toReversed() : hints).find(isExact) ??
    hints.find(fits) ??
    USUAL_RATES.find(isExact) ??
    [...nearMean, mean].filter(isRate).find(fits) ??
    FINE_RATES.find(fits) ??
    FINE_RATES.at(-1)!
  );
}

const isFrameRate = (rate: Rational): boolean => toNumber(rate) <= MAX_RATE && toNumber(rate) >= 1;

/** How well times lie on a grid: shares of the pictures that lie on a slot, and in a slot that has one already. */
function fit(seconds: Float64Array, clockUnit: number, rate: Rational) {
  const perSecond = toNumber(rate);
  const tolerance = Math.min(Math.max(ROUNDING_SECONDS, 1.05 * clockUnit) * perSecond, MAX_OFFSET_SHARE);
  const strayGap = Math.min(STRAY_SECONDS, 1 / (2 * perSecond));
  let [exact, shared, last, lastTime] = [0, 0, -1, Number.NEGATIVE_INFINITY];
  for (const time of seconds) {
    const place = (time - seconds[0]!) * perSecond;
    const slot = Math.floor(place + 0.5);
    if (Math.abs(place - slot) <= tolerance) exact++;
    if (slot === last && time - lastTime > strayGap) shared++;
    last = slot;
    lastTime = time;
  }
  return { exactShare: exact / seconds.length, sharedShare: shared / seconds.length };
}
