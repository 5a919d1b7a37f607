import { AUDIBLE_DB, measureLoudnessDb, measureProgrammeDb } from '../cues/loudness.ts';
import type { AudioLevels } from '../measurements/sound-measurement.ts';

/**
 * What is heard at a moment: the mean over so much before and after it, so that a gap between two words is not quiet.
 */
const NEAR_SECONDS = 0.3;
const AROUND_SECONDS = 5;
/** A change of sound is told from this much on either side. */
const CHANGE_SECONDS = 8;
/** Quiet lies so far below the programme: the gaps of speech that are longer than half a second do. */
const QUIET_BELOW_DB = 20;
/** So much quieter is another place to the ear, whatever the programme. */
const QUIETER_DB = 10;

/** What the sound says about a moment, given as presentation time. */
export interface BreakSound {
  /** How far it dips there below the ten seconds around it, in dB, 0 or more; null where nothing is to be heard around. */
  dipDb(seconds: number): number | null;
  /** How far the loudness before differs from that after, in dB; 0 where it cannot be told. */
  changeDb(seconds: number): number;
  /** Whether it is quiet at one moment, and much more so than at another. */
  isQuieter(seconds: number, thanSeconds: number): boolean;
}

const UNHEARD: BreakSound = { dipDb: () => null, changeDb: () => 0, isQuieter: () => false };

/** Measures the sound around moments. Without a track, or where all of it is inaudible, it says nothing. */
export function measureBreakSound(audio: AudioLevels | null): BreakSound {
  const programmeDb = audio ? measureProgrammeDb(audio) : AUDIBLE_DB;
  if (!audio || programmeDb <= AUDIBLE_DB) return UNHEARD;
  const levelDb = (seconds: number): number | null =>
    measureLoudnessDb(audio, seconds - NEAR_SECONDS, seconds + NEAR_SECONDS);
  // Sound that ends or begins at a cut is not cut by it: of the two sides the quieter counts.
  const quieterSideDb = (seconds: number): number | null => {
    const before = measureLoudnessDb(audio, seconds - NEAR_SECONDS, seconds);
    const after = measureLoudnessDb(audio, seconds, seconds + NEAR_SECONDS);
    return before === null || after === null ? (before ?? after) : Math.min(before, after);
  };
  return {
    dipDb(seconds) {
      const around = measureLoudnessDb(audio, seconds - AROUND_SECONDS, seconds + AROUND_SECONDS);
      const here = levelDb(seconds);
      return around === null || here === null || around < AUDIBLE_DB ? null : Math.max(0, around - here);
    },
    changeDb(seconds) {
      const before = measureLoudnessDb(audio, seconds - CHANGE_SECONDS, seconds);
      const after = measureLoudnessDb(audio, seconds, seconds + CHANGE_SECONDS);
      return before === null || after === null ? 0 : Math.abs(before - after);
    },
    isQuieter(seconds, thanSeconds) {
      const [here, there] = [quieterSideDb(seconds), quieterSideDb(thanSeconds)];
      return here !== null && there !== null && here <= programmeDb - QUIET_BELOW_DB && here <= there - QUIETER_DB;
    },
  };
}
