import type { Readable } from 'node:stream';
import { chooseLayout } from '../loudness/layouts.ts';
import { createSoundMeter, STEPS, WINDOW_SAMPLES, WINDOW_SECONDS } from '../loudness/meter.ts';
import { SILENCE_DB } from '../math/decibels.ts';
import type { SoundMeasurement } from '../measurements/sound-measurement.ts';
import { readBlocks } from './blocks.ts';

/** More sound than picture by this much is a track that changed its format: ffmpeg then starts again at zero. */
const MAX_EXCESS_SECONDS = 0.5;

/** The stretch of a video that sound is measured of. */
export interface SoundSpan {
  /** Presentation time of the first sample. */
  readonly startSeconds: number;
  /** At most MAX_SOUND_SECONDS. */
  readonly lengthSeconds: number;
  /** Whether a track of which nothing lies here has ended before: what begins in the middle may lie behind its sound. */
  readonly mayBeSilent?: boolean;
}

/** No sound is measured that is longer: two days, twice what the longest film has. */
export const MAX_SOUND_SECONDS = 172_800;

/** Why a track was not measured: no sound came out of it, or where its sound belongs is not known. */
export type SoundFault = 'not-decodable' | 'format-changes';

export type SoundReading =
  | { readonly sound: SoundMeasurement; readonly fault: null }
  | { readonly sound: null; readonly fault: SoundFault };

/**
 * Reads 48 kHz f32le sound, in the channels of `chooseLayout(trackLayout)`, to its end and measures it. A last window
 * that is not full counts by the samples it has; a track that ends before the span does is silent from there on. A track
 * that changes its format on the way is not measured, nor one of which nothing can be decoded: that is not silence.
 */
export async function readSound(
  stream: Readable,
  trackLayout: string | null,
  { startSeconds, lengthSeconds, mayBeSilent = false }: SoundSpan,
): Promise<SoundReading> {
  const { weights } = chooseLayout(trackLayout);
  const meter = createSoundMeter(weights);
  const frameBytes = weights.length * Float32Array.BYTES_PER_ELEMENT;
  const levels: number[] = [];
  const steps: number[] = [];
  const lufs: number[] = [];
  for await (const { buffer, length } of readBlocks(stream, WINDOW_SAMPLES * frameBytes, { keepRest: true })) {
    if (length < frameBytes) continue;
    const window = meter.push(new Float32Array(buffer, 0, Math.floor(length / frameBytes) * weights.length));
    levels.push(window.levelDb);
    steps.push(...window.stepsDb);
    lufs.push(window.lufs);
  }
  if (levels.length === 0 && !mayBeSilent) return { sound: null, fault: 'not-decodable' };
  if (levels.length * WINDOW_SECONDS > lengthSeconds + MAX_EXCESS_SECONDS)
    return { sound: null, fault: 'format-changes' };
  while ((levels.length + 1) * WINDOW_SECONDS <= lengthSeconds) {
    levels.push(SILENCE_DB);
    lufs.push(SILENCE_DB);
  }
  while (steps.length < levels.length * STEPS) steps.push(SILENCE_DB);
  const sound = {
    windowSeconds: WINDOW_SECONDS,
    startSeconds,
    levelsDb: Float32Array.from(levels),
    stepsDb: Float32Array.from(steps),
    lufs: Float32Array.from(lufs),
    truePeakDb: meter.truePeakDb(),
  };
  return { sound, fault: null };
}
