import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';

/** The distinct pictures of a video: what is left when repeated frames are left out. */
export interface PictureSequence {
  readonly signals: FrameSignals;
  /** Frame at which each picture appears first, ascending from 0. */
  readonly frames: readonly number[];
  readonly framesPerSecond: number;
}

/** Lists the distinct pictures of a whole video. */
export function listPictures(signals: FrameSignals, framesPerSecond: number): PictureSequence {
  const frames: number[] = [];
  for (let n = 0; n < signals.count; n++) {
    if (n === 0 || signals.values[n * SIGNAL_COUNT] === 0) frames.push(n);
  }
  return { signals, frames, framesPerSecond };
}

/** At more pictures a second than this every second one is looked at, so that a second is about as many steps everywhere. */
const FAST_RATE = 40;
/** Pictures on either side over which the local rate is taken. */
const RATE_REACH = 12;

/** Steps (of one picture, or two at a fast rate) between the compared pictures. */
const STEP_LAGS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32] as const;
const STEP_SPANS = [4, 8, 16] as const;
const NEAR_STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16] as const;
const LOOK_STEPS = [-17, -9, -5, -3, -2, -1, 0, 1, 2, 4, 8, 16] as const;
const LOOKS = ['luma-mean', 'luma-deviation', 'luma-low', 'luma-high'] as const;

interface Probe {
  /** Which picture's row, in steps from the boundary's later picture. */
  readonly step: number;
  /** The signal at one and at two pictures a step. */
  readonly signal: readonly [number, number];
}

/**
 * What is read about the boundary between a picture and the one before it: differences of pairs of pictures that lie
 * astride it, before it and after it; the change from step to step around it; mixes and patchworks centred on it; and
 * how light and contrasty the pictures around it are.
 */
const PROBES: readonly Probe[] = [
  ...STEP_LAGS.flatMap((lag) =>
    ['structure', 'color'].flatMap((name) => {
      const signal = [signalIndex(`${name}-${lag}`), signalIndex(`${name}-${lag * 2}`)] as const;
      const astride = [...new Set([0, Math.floor((lag - 1) / 2), lag - 1])];
      return [...astride, -1, lag].map((step) => ({ step, signal }));
    }),
  ),
  ...['structure-1', 'color-1'].flatMap((name) =>
    NEAR_STEPS.flatMap((near) => [near, -near]).map((step) => ({
      step,
      signal: [signalIndex(name), signalIndex(name.replace('1', '2'))] as const,
    })),
  ),
  ...STEP_SPANS.flatMap((span) =>
    ['mix', 'split', 'share'].map((name) => ({
      step: span,
      signal: [signalIndex(`${name}-${span}`), signalIndex(`${name}-${span * 2}`)] as const,
    })),
  ),
  ...LOOKS.flatMap((name) =>
    LOOK_STEPS.map((step) => ({ step, signal: [signalIndex(name), signalIndex(name)] as const })),
  ),
];

/** Changes from picture to picture, at one and at two pictures a step: there is no `place-2`. */
const CHANGES = [
  ['structure-1', 'structure-2'],
  ['color-1', 'color-2'],
  ['place-1', 'place-1'],
].map(([slow, fast]) => [signalIndex(slow), signalIndex(fast)] as const);
/** Steps around the boundary whose changes are read by their logarithm: what is small beside others still tells. */
const LOG_STEPS = [-4, -3, -2, -1, 0, 1, 2, 3, 4] as const;
/** How far the changes on either side reach that a boundary's change is compared with, in steps, and from where. */
const BESIDE_FROM = 2;
const BESIDE_TO = 9;
/** Lags whose difference astride is compared with those wholly before and wholly after. */
const RELATIVE_LAGS = [2, 4, 8, 16] as const;
const RELATIVE = RELATIVE_LAGS.flatMap((lag) =>
  ['structure', 'color'].map((name) => ({
    lag,
    signal: [signalIndex(`${name}-${lag}`), signalIndex(`${name}-${lag * 2}`)] as const,
  })),
);
/** Added before a logarithm is taken: changes below this are noise. */
const FLOOR = 0.004;

const LOG_COUNT = CHANGES.length * (LOG_STEPS.length + 4) + RELATIVE.length;
export const FEATURE_COUNT = PROBES.length + 2 + LOG_COUNT;

/** Writes the FEATURE_COUNT features of the boundary before picture `index` to `out`. Before picture 0 there is none: its row is only looked past. */
export function readBoundaryFeatures(sequence: PictureSequence, index: number, out: Float32Array): void {
  const { frames, signals, framesPerSecond } = sequence;
  const last = frames.length - 1;
  const from = Math.max(0, index - RATE_REACH);
  const to = Math.min(last, index + RATE_REACH);
  const rate = ((to - from) * framesPerSecond) / Math.max(1, frames[to] - frames[from]);
  const fast = rate > FAST_RATE;
  const stepPictures = fast ? 2 : 1;
  for (let i = 0; i < PROBES.length; i++) {
    const picture = Math.min(last, Math.max(0, index + PROBES[i].step * stepPictures));
    out[i] = signals.values[frames[picture] * SIGNAL_COUNT + PROBES[i].signal[fast ? 1 : 0]];
  }
  out[PROBES.length] = Math.min(1, rate / stepPictures / FAST_RATE);
  readLogs(sequence, index, fast, out);
  out[PROBES.length + 1] = Math.min(1, (frames[index] - (frames[index - 1] ?? -1)) / framesPerSecond);
}

/**
 * Writes the logarithms to `out` after everything else: of the changes around a boundary; of how many times the boundary's
 * change is that of the greatest and of the mean change before it and after it; of how many times the difference astride
 * it is that of equally distant pictures on one side. A cut within one place, or in the dark, changes little, but more
 * than all around it.
 */
function readLogs({ frames, signals }: PictureSequence, index: number, fast: boolean, out: Float32Array): void {
  const last = frames.length - 1;
  const which = fast ? 1 : 0;
  const step = fast ? 2 : 1;
  const log = (steps: number, signal: number): number => {
    const picture = Math.min(last, Math.max(0, index + steps * step));
    return Math.log(signals.values[frames[picture] * SIGNAL_COUNT + signal] + FLOOR);
  };
  let at = PROBES.length + 2;
  for (const signal of CHANGES) {
    for (const steps of LOG_STEPS) out[at++] = log(steps, signal[which]);
    const here = log(0, signal[which]);
    for (const direction of [-1, 1]) {
      let most = Number.NEGATIVE_INFINITY;
      let sum = 0;
      for (let steps = BESIDE_FROM; steps <= BESIDE_TO; steps++) {
        const value = log(direction * steps, signal[which]);
        most = Math.max(most, value);
        sum += value;
      }
      out[at++] = here - most;
      out[at++] = here - sum / (BESIDE_TO - BESIDE_FROM + 1);
    }
  }
  for (const { lag, signal } of RELATIVE) {
    const astride = log(Math.floor((lag - 1) / 2), signal[which]);
    out[at++] = astride - Math.max(log(-1, signal[which]), log(lag, signal[which]));
  }
}
