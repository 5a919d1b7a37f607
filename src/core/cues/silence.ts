import type { AudioLevels, SoundMeasurement } from '../measurements/sound-measurement.ts';
import { type FrameGrid, frameToSeconds, roundSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';
import { AUDIBLE_DB, measureProgrammeDb } from './loudness.ts';

/** Shorter gaps are pauses between words; advertising samples ask for half a second as well (AWS: d=0.5). */
const MIN_SILENCE_SECONDS = 0.5;
/** Silence lies this far below the programme: room tone under speech is mostly 30 to 40 dB down. */
const BELOW_PROGRAMME_DB = 30;
/** Whatever the programme's level, nothing louder than the first is silence, and everything below the second is... */
const HIGHEST_THRESHOLD_DB = -40;
const LOWEST_THRESHOLD_DB = -60;
/** ...unless the programme itself is that quiet: what is less than this below it belongs to it. */
const MIN_BELOW_PROGRAMME_DB = 20;
/** A silence ends only this far above its threshold, so noise around the threshold does not break it up. */
const HYSTERESIS_DB = 4;

/**
 * Level below which a window is silent, in dB relative to full scale: 30 dB under the programme, within -60 to -40, but
 * at least 20 dB under it. Where there is no programme to be heard, -60.
 */
export function silenceThresholdDb(audio: AudioLevels): number {
  const programmeDb = measureProgrammeDb(audio);
  if (programmeDb < AUDIBLE_DB) return LOWEST_THRESHOLD_DB;
  const usual = Math.min(HIGHEST_THRESHOLD_DB, Math.max(LOWEST_THRESHOLD_DB, programmeDb - BELOW_PROGRAMME_DB));
  return Math.min(usual, programmeDb - MIN_BELOW_PROGRAMME_DB);
}

/**
 * Stretches of at least half a second in which the sound stays under `silenceThresholdDb`, as cues in time order,
 * clipped to the picture; their ends lie on a window's fifths where those were measured. A video without an audio track
 * has none: nothing was heard, so nothing can fall silent.
 */
export function findSilences(
  audio: (AudioLevels & Partial<Pick<SoundMeasurement, 'stepsDb'>>) | null,
  grid: FrameGrid,
): Cue[] {
  if (!audio) return [];
  const enterDb = silenceThresholdDb(audio);
  const leaveDb = enterDb + HYSTERESIS_DB;
  const levels = audio.levelsDb;
  const steps = audio.stepsDb ?? levels;
  const perWindow = Math.max(1, Math.floor(steps.length / Math.max(1, levels.length)));
  const firstSeconds = frameToSeconds(0, grid);
  const lastSeconds = frameToSeconds(grid.frameCount, grid);
  const toSeconds = (step: number) =>
    Math.min(
      lastSeconds,
      Math.max(firstSeconds, roundSeconds(audio.startSeconds + (step * audio.windowSeconds) / perWindow)),
    );
  const cues: Cue[] = [];
  for (let i = 0; i < levels.length; i++) {
    if (!(levels[i] < enterDb)) continue;
    let end = i + 1;
    while (end < levels.length && levels[end] < leaveDb) end++;
    // The windows at the ends hold sound, which may begin or end in the middle of them.
    let firstStep = i * perWindow;
    let endStep = end * perWindow;
    while (firstStep > Math.max(0, i - 1) * perWindow && steps[firstStep - 1] < enterDb) firstStep--;
    while (endStep < Math.min(levels.length, end + 1) * perWindow && steps[endStep] < enterDb) endStep++;
    const startSeconds = toSeconds(firstStep);
    const endSeconds = toSeconds(endStep);
    if (endSeconds - startSeconds >= MIN_SILENCE_SECONDS - 1e-6)
      cues.push({ type: 'silence', startSeconds, endSeconds });
    i = end;
  }
  return cues;
}
