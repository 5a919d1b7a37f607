import { measureProgramme } from '../loudness/programme.ts';
import { SILENCE_DB, toDb, toPower } from '../math/decibels.ts';
import type { AudioLevels, SoundMeasurement } from '../measurements/sound-measurement.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Loudness } from '../report.ts';

/** Gates of ITU-R BS.1770-4 / EBU R 128: silence never counts towards the programme's level, nor do quiet passages. */
const ABSOLUTE_GATE_DB = -70;
const RELATIVE_GATE_DB = 10;
/** Below this there is no programme that could dip or run on. */
export const AUDIBLE_DB = -60;

function meanPowerAbove(levelsDb: Float32Array, gateDb: number): number {
  let sum = 0;
  let count = 0;
  for (const level of levelsDb) {
    if (level < gateDb) continue;
    sum += toPower(level);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * The programme's level in dB relative to full scale: the mean power of the windows above -70 dB that are at most
 * 10 dB under the mean of all above -70 dB (the two gates of BS.1770-4, without its frequency weighting). -120 when
 * every window is under the first gate.
 */
export function measureProgrammeDb(audio: AudioLevels): number {
  const ungated = toDb(meanPowerAbove(audio.levelsDb, ABSOLUTE_GATE_DB));
  if (ungated === SILENCE_DB) return SILENCE_DB;
  return toDb(meanPowerAbove(audio.levelsDb, Math.max(ABSOLUTE_GATE_DB, ungated - RELATIVE_GATE_DB)));
}

/** Windows that overlap `[startSeconds, endSeconds)` of presentation time, as a half-open index range. */
function windowsBetween(audio: AudioLevels, startSeconds: number, endSeconds: number): [number, number] {
  const index = (seconds: number) => (seconds - audio.startSeconds) / audio.windowSeconds;
  const first = Math.max(0, Math.floor(index(startSeconds) + 1e-6));
  const end = Math.min(audio.levelsDb.length, Math.ceil(index(endSeconds) - 1e-6));
  return [first, Math.max(first, end)];
}

/** Mean power of a stretch in dB relative to full scale, -120 to 0; null where the track has no sound to measure. */
export function measureLoudnessDb(audio: AudioLevels, startSeconds: number, endSeconds: number): number | null {
  const [first, end] = windowsBetween(audio, startSeconds, endSeconds);
  if (first >= end) return null;
  return toDb(meanPowerAbove(audio.levelsDb.subarray(first, end), Number.NEGATIVE_INFINITY));
}

/** The programme's loudness by EBU R 128, each to 0.1; null without sound. */
export function describeLoudness(sound: Pick<SoundMeasurement, 'lufs' | 'truePeakDb'> | null): Loudness | null {
  if (!sound) return null;
  return {
    ...measureProgramme(sound.lufs),
    truePeakDbtp: sound.truePeakDb > SILENCE_DB ? round(sound.truePeakDb) : null,
  };
}

/** Momentary loudness is that of 400 ms (EBU Tech 3341): a point is never drawn from less. */
const MOMENTARY_SECONDS = 0.4;
/** What is under the absolute gate is silence to the ear, and lies at the bottom of a meter. */
const LOWEST_POINT_LUFS = -70;

/**
 * Loudness over time, to draw: for each `framesPerPoint` frames from frame 0 the K-weighted loudness in LUFS of their
 * windows, those of at least 400 ms around their middle; one decimal, -70 at least. Points at which no sound was
 * measured are null: all of them without an audio track.
 *
 * Errors: RangeError unless `framesPerPoint` is a whole number above 0.
 */
export function loudnessTimeline(
  audio: Pick<SoundMeasurement, 'windowSeconds' | 'startSeconds' | 'lufs'> | null,
  grid: FrameGrid,
  framesPerPoint: number,
): (number | null)[] {
  if (!Number.isInteger(framesPerPoint) || framesPerPoint < 1)
    throw new RangeError(`A point needs a whole number of frames above 0, not ${framesPerPoint}`);
  const levels = audio && { ...audio, levelsDb: audio.lufs };
  return Array.from({ length: Math.ceil(grid.frameCount / framesPerPoint) }, (_, point) => {
    if (!levels) return null;
    const startSeconds = frameToSeconds(point * framesPerPoint, grid);
    const endSeconds = frameToSeconds(Math.min(grid.frameCount, (point + 1) * framesPerPoint), grid);
    const widenSeconds = Math.max(0, MOMENTARY_SECONDS - (endSeconds - startSeconds)) / 2;
    const lufs = measureLoudnessDb(levels, startSeconds - widenSeconds, endSeconds + widenSeconds);
    return lufs === null ? null : Math.max(LOWEST_POINT_LUFS, round(lufs));
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;
