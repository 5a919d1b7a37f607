import { toDb } from '../math/decibels.ts';
import { createKFilter, SAMPLE_RATE } from './k-weighting.ts';
import { HISTORY, raiseTruePeak } from './true-peak.ts';

/** A window: a quarter of the 400 ms over which loudness is gated, so that blocks may overlap by three quarters. */
export const WINDOW_SECONDS = 0.1;
export const WINDOW_SAMPLES = SAMPLE_RATE * WINDOW_SECONDS;
/** Steps of a window, for the ends of silences. */
export const STEPS = 5;
const STEP_SAMPLES = WINDOW_SAMPLES / STEPS;
/** A sine of full scale in front of the listener has -3.01 LUFS: ITU-R BS.1770-4, annex 1, equation 2. */
const OFFSET_DB = -0.691;
/** +24 dB: more is not sound but a broken file, and one broken sample must not spoil all that follow. */
const LIMIT = 16;

interface SoundWindow {
  /** Mean power in dB of full scale, of a stereo pair that is as powerful as all channels together: -120 to 0. */
  readonly levelDb: number;
  /** The same of each fifth of the window that has samples. */
  readonly stepsDb: readonly number[];
  /** K-weighted loudness in LUFS, -120 at least; a window that is not full counts as if silence followed. */
  readonly lufs: number;
}

export interface SoundMeter {
  /** Measures the next window: interleaved samples, at most WINDOW_SAMPLES of each channel; not kept. */
  push(interleaved: Float32Array): SoundWindow;
  /** True peak of everything so far in dBTP, -120 at least. */
  truePeakDb(): number;
}

/** Measures 48 kHz sound window by window. `weights`: of each channel, 0 for the low-frequency one; see `chooseLayout`. */
export function createSoundMeter(weights: readonly number[]): SoundMeter {
  const channels = weights.map((weight) => ({
    weight,
    filter: createKFilter(),
    /** The last samples of the window before, then this window's. */
    samples: new Float64Array(HISTORY + WINDOW_SAMPLES),
  }));
  let peak = 0;

  return {
    push(interleaved) {
      const count = Math.floor(interleaved.length / channels.length);
      const stepPowers = new Float64Array(Math.ceil(count / STEP_SAMPLES));
      let weighted = 0;
      for (const [index, { weight, filter, samples }] of channels.entries()) {
        take(interleaved, index, channels.length, samples);
        const end = HISTORY + count;
        peak = raiseTruePeak(peak, samples, end);
        if (weight > 0) {
          weighted += weight * filter.sumOfSquares(samples, HISTORY, end);
          for (let step = 0; step < stepPowers.length; step++)
            stepPowers[step] += sumOfSquares(samples, HISTORY + step * STEP_SAMPLES, end);
        }
        samples.copyWithin(0, end - HISTORY, end);
      }
      const level = (power: number, size: number) => Math.min(0, round(toDb(power / size / 2), 10));
      return {
        levelDb: level(
          stepPowers.reduce((sum, power) => sum + power, 0),
          count,
        ),
        stepsDb: Array.from(stepPowers, (power, i) => level(power, Math.min(STEP_SAMPLES, count - i * STEP_SAMPLES))),
        lufs: round(toDb(weighted / WINDOW_SAMPLES, OFFSET_DB), 100),
      };
    },
    truePeakDb: () => round(toDb(peak ** 2), 100),
  };
}

function sumOfSquares(samples: Float64Array, from: number, end: number): number {
  let sum = 0;
  for (let i = from; i < Math.min(end, from + STEP_SAMPLES); i++) sum += samples[i] * samples[i];
  return sum;
}

/** Copies a channel's samples behind the history; what is not a number is silence. */
function take(interleaved: Float32Array, channel: number, channels: number, samples: Float64Array): void {
  for (let from = channel, to = HISTORY; from < interleaved.length; from += channels, to++) {
    const value = interleaved[from];
    samples[to] = value >= -LIMIT && value <= LIMIT ? value : value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : 0;
  }
}

const round = (value: number, steps: number): number => Math.round(value * steps) / steps;
