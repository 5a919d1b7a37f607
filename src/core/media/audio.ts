import type { Readable } from 'node:stream';
import type { AudioLevels } from '../pipeline/measurements.ts';
import { readBlocks } from './blocks.ts';

export const AUDIO_SAMPLE_RATE = 16_000;
const CHANNELS = 2;
const WINDOW_SECONDS = 0.1;
const WINDOW_BYTES = AUDIO_SAMPLE_RATE * WINDOW_SECONDS * CHANNELS * Int16Array.BYTES_PER_ELEMENT;
const FULL_SCALE = 32_768;
/** Level of digital silence: lower than one bit of 16-bit sound in a whole window (-96 dB). */
export const SILENCE_DB = -120;

/** RMS level in dB of full scale, in steps of 0.1 dB, of interleaved 16-bit samples. */
export function rmsLevelDb(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  if (sum === 0) return SILENCE_DB;
  const level = 10 * Math.log10(sum / samples.length / FULL_SCALE ** 2);
  return Math.max(SILENCE_DB, Math.round(level * 10) / 10);
}

/** More sound than picture by this much is a track that changed its format: ffmpeg then starts again at zero. */
const MAX_EXCESS_SECONDS = 0.5;

/**
 * Reads 16 kHz stereo s16le sound to its end. A last window that is not full counts by the samples it has; a track that
 * ends before `endSeconds` is silent from there on. Gives null for a track that changes its format on the way: where
 * its sound belongs cannot be told.
 */
export async function readAudioLevels(stream: Readable, endSeconds: number): Promise<AudioLevels | null> {
  const levels: number[] = [];
  for await (const { buffer, length } of readBlocks(stream, WINDOW_BYTES, { keepRest: true }))
    if (length >= 2) levels.push(rmsLevelDb(new Int16Array(buffer, 0, length >> 1)));
  if (levels.length * WINDOW_SECONDS > endSeconds + MAX_EXCESS_SECONDS) return null;
  while ((levels.length + 1) * WINDOW_SECONDS <= endSeconds) levels.push(SILENCE_DB);
  return { windowSeconds: WINDOW_SECONDS, startSeconds: 0, levelsDb: Float32Array.from(levels) };
}
