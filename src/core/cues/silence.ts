import { type FrameGrid, frameToSeconds, roundSeconds } from '../media/timecode.ts';
import type { AudioLevels } from '../pipeline/measurements.ts';
import type { Cue } from '../report.ts';
import { measureProgrammeDb } from './loudness.ts';

/** Shorter gaps are pauses between words; advertising samples ask for half a second as well (AWS: d=0.5). */
export const MIN_SILENCE_SECONDS = 0.5;
/** Silence lies this far below the programme: room tone under speech is mostly 30 to 40 dB down. */
const BELOW_PROGRAMME_DB = 30;
/** Whatever the programme's level, nothing louder than the first is silence, and everything below the second is. */
const HIGHEST_THRESHOLD_DB = -40;
const LOWEST_THRESHOLD_DB = -60;
/** A silence ends only this far above its threshold, so noise around the threshold does not tear it to pieces. */
const HYSTERESIS_DB = 4;

/** Level below which a window is silent, in dB relative to full scale: 30 dB under the programme, within -60 to -40. */
export function silenceThresholdDb(audio: AudioLevels): number {
  return Math.min(HIGHEST_THRESHOLD_DB, Math.max(LOWEST_THRESHOLD_DB, measureProgrammeDb(audio) - BELOW_PROGRAMME_DB));
}

/**
 * Stretches of at least half a second in which the sound stays under `silenceThresholdDb`, as cues in time order,
 * clipped to the picture. A video without an audio track has none: nothing was heard, so nothing can fall silent.
 */
export function findSilences(audio: AudioLevels | null, grid: FrameGrid): Cue[] {
  if (!audio) return [];
  const enterDb = silenceThresholdDb(audio);
  const levels = audio.levelsDb;
  const firstSeconds = frameToSeconds(0, grid);
  const lastSeconds = frameToSeconds(grid.frameCount, grid);
  const cues: Cue[] = [];
  for (let i = 0; i < levels.length; i++) {
    if (!(levels[i] < enterDb)) continue;
    let end = i + 1;
    while (end < levels.length && levels[end] < enterDb + HYSTERESIS_DB) end++;
    const startSeconds = Math.max(firstSeconds, roundSeconds(audio.startSeconds + i * audio.windowSeconds));
    const endSeconds = Math.min(lastSeconds, roundSeconds(audio.startSeconds + end * audio.windowSeconds));
    if (endSeconds - startSeconds >= MIN_SILENCE_SECONDS - 1e-6)
      cues.push({ type: 'silence', startSeconds, endSeconds });
    i = end;
  }
  return cues;
}
