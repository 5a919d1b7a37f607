import type { FrameSignals } from './frame-signals.ts';
import type { Run } from './runs.ts';
import { BOUNDARY_KINDS, type BoundaryScores } from './score.ts';
import { LAGS, SIGNAL_COUNT, SPANS, signalIndex } from './signals.ts';

const KINDS = BOUNDARY_KINDS.length;
/** Log odds beyond this say no more. */
const MOST_ODDS = 12;
/** How many pictures around a run tell how much moves anyway. */
const AROUND = 8;
/** The run's outer pictures are compared over the first lags that reach across it: does the old picture come back? */
const ACROSS_LAGS = 3;

const STRUCTURE = LAGS.map((lag) => signalIndex(`structure-${lag}`));
const COLOR = LAGS.map((lag) => signalIndex(`color-${lag}`));
const MIX = SPANS.map((span) => signalIndex(`mix-${span}`));
const SPLIT = SPANS.map((span) => signalIndex(`split-${span}`));
const SHARE = SPANS.map((span) => signalIndex(`share-${span}`));
const MEAN = signalIndex('luma-mean');
const DEVIATION = signalIndex('luma-deviation');
const STRUCTURE_8 = signalIndex('structure-8');

export const RUN_FEATURE_COUNT = 2 + 3 * (KINDS - 1) + 2 * ACROSS_LAGS + 16;

/**
 * What is read about a run of boundaries as a whole: its length; what the boundaries' scores say together; whether the
 * pictures on its two sides differ, and still do a little later; how much changes within it and, for comparison, around
 * it; how its middle lies between its ends; whether it goes through an even picture or a flash.
 *
 * @param out Float32Array [RUN_FEATURE_COUNT]
 */
export function readRunFeatures(
  { frames, odds }: BoundaryScores,
  signals: FrameSignals,
  framesPerSecond: number,
  { first, last }: Run,
  out: Float32Array,
): void {
  const end = frames.length - 1;
  const at = (picture: number, signal: number): number =>
    signals.values[frames[Math.min(end, Math.max(0, picture))] * SIGNAL_COUNT + signal];
  const over = (from: number, to: number, signal: number, fold: (a: number, b: number) => number, start: number) => {
    let value = start;
    for (let picture = Math.max(1, from); picture <= Math.min(end, to); picture++)
      value = fold(value, at(picture, signal));
    return value;
  };
  const greatest = (from: number, to: number, signal: number) => over(from, to, signal, Math.max, 0);
  const least = (from: number, to: number, signal: number) => over(from, to, signal, Math.min, 1);
  const mean = (from: number, to: number, signal: number) => {
    const count = Math.min(end, to) - Math.max(1, from) + 1;
    return count > 0 ? over(from, to, signal, (a, b) => a + b, 0) / count : 0;
  };
  const pictures = last - first + 1;
  const seconds = (frames[last] - frames[first - 1]) / framesPerSecond;
  let n = 0;
  const put = (value: number) => {
    out[n++] = value;
  };

  put(Math.log2(pictures));
  put(Math.log2(seconds));
  for (let kind = 1; kind < KINDS; kind++) {
    let peak = -MOST_ODDS;
    let sum = 0;
    let likely = 0;
    for (let i = first; i <= last; i++) {
      const value = Math.min(MOST_ODDS, Math.max(-MOST_ODDS, odds[i * KINDS + kind]));
      peak = Math.max(peak, value);
      sum += value;
      if (value > 0) likely++;
    }
    put(peak);
    put(sum / pictures);
    put(likely / pictures);
  }
  const across = Math.max(
    0,
    LAGS.findIndex((lag) => lag >= pictures),
  );
  for (let step = 0; step < ACROSS_LAGS; step++) {
    const lag = pictures > LAGS[LAGS.length - 1] ? LAGS.length - 1 : Math.min(LAGS.length - 1, across + step);
    const picture = Math.max(last, first - 1 + LAGS[lag]);
    put(at(picture, STRUCTURE[lag]));
    put(at(picture, COLOR[lag]));
  }
  put(greatest(first, last, STRUCTURE[0]));
  put(mean(first, last, STRUCTURE[0]));
  put(greatest(first, last, COLOR[0]));
  put(mean(first - AROUND, first - 1, STRUCTURE[0]));
  put(mean(last + 1, last + AROUND, STRUCTURE[0]));
  put(greatest(first - AROUND, first - 1, COLOR[0]));
  put(greatest(last + 1, last + AROUND, COLOR[0]));
  put(at(first - 1, STRUCTURE_8));
  put(at(last + AROUND, STRUCTURE_8));
  const middle = (first - 1 + last) / 2;
  const span = SPANS.reduce((best, candidate, i) => (candidate * 2 <= Math.max(8, pictures) ? i : best), 0);
  const centred = Math.round(middle + SPANS[span]);
  put(at(centred, MIX[span]));
  put(at(centred, SPLIT[span]));
  put(at(centred, SHARE[span]));
  put(Math.min(at(first - 1, DEVIATION), at(last, DEVIATION)));
  put(least(first, last, DEVIATION));
  put(greatest(first, last, MEAN) - Math.max(at(first - 1, MEAN), at(last, MEAN)));
  put(Math.min(at(first - 1, MEAN), at(last, MEAN)) - least(first, last, MEAN));
}
