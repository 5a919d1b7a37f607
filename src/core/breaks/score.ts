import type { ShotSpan } from '../measurements/spans.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { Cue, SceneSafety, StoryBreak } from '../report.ts';
import type { PossibleBreak } from './candidates.ts';
import { createContentMeter } from './content-change.ts';
import type { BreakSound } from './sound.ts';

/**
 * What supports a break (weight above 0: the score that this signal at 1 would give alone) and what counts against it
 * (below 0: the share of the score that it takes away at 1). Black has the weight of aws-smart-ad-breaks and
 * Media2Cloud V4 (0.8); silence less than there (0.7), because it is measured over a length. The others were chosen on
 * made-up programmes (`bench/breaks.ts`, the development set); docs/quality.md has the scores.
 */
const WEIGHTS = {
  'blank-picture': 0.8,
  'scene-change': 0.5,
  silence: 0.5,
  'sound-dip': 0.4,
  transition: 0.3,
  'content-change': 0.2,
  'sound-change': 0.1,
  'sound-runs-on': -0.2,
  'early-moment': -0.2,
  'unsafe-neighbour': -0.5,
} as const;

/** A blank picture or a silence of this length is as clear as it can be. */
const FULL_BLANK_SECONDS = 0.5;
const FULL_SILENCE_SECONDS = 1;
/** A programme that is silent for more than half of its time says nothing by falling silent once more. */
const TELLING_SILENCE_SHARE = 0.5;
/** A dip of 30 dB is what `findSilences` calls silence; under 6 dB the sound runs on. */
const FULL_DIP_DB = 30;
const NO_DIP_DB = 6;
/** Talk varies by 3 dB from one stretch to the next; 15 dB is what music is above a quiet room. */
const NO_SOUND_CHANGE_DB = 3;
const FULL_SOUND_CHANGE_DB = 15;
/** aws-smart-ad-breaks lowers scores in the first quarter by (t / T) to the power of 0.3. */
const EARLY_SHARE = 0.25;
const EARLY_POWER = 0.3;
const TRANSITION_VALUES = { start: 0, cut: 0, wipe: 0.5, dissolve: 0.5, fade: 1 } as const;
const SAFETY_VALUES = { safe: 0, review: 0.5, unsafe: 1 } as const;

/** What candidates are judged by. */
export interface Programme {
  readonly shots: readonly ShotSpan[];
  readonly embeddings: readonly Float32Array[];
  readonly scenes: readonly { readonly safety: SceneSafety }[];
  readonly cues: readonly Cue[];
  readonly sound: BreakSound;
  readonly grid: FrameGrid;
  readonly durationSeconds: number;
}

export type Reasons = StoryBreak['reasons'];

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
const lengthSeconds = (cue: Cue): number => cue.endSeconds - cue.startSeconds;

/** Makes the function that measures a candidate's signals, each 0..1; those at 0 are left out. */
export function createScorer(programme: Programme): (candidate: PossibleBreak) => Reasons {
  const { shots, embeddings, scenes, cues, sound, grid, durationSeconds } = programme;
  const measureChange = createContentMeter(shots, embeddings, grid);
  const silentSeconds = cues.filter(({ type }) => type === 'silence').reduce((sum, cue) => sum + lengthSeconds(cue), 0);
  const silenceTells = silentSeconds < durationSeconds * TELLING_SILENCE_SHARE;

  return (candidate) => {
    const { blank, silence, seconds, shot, sceneBefore, sceneAfter } = candidate;
    const quiet = silence !== null && silenceTells;
    const dipDb = quiet ? null : sound.dipDb(seconds);
    const elapsed = (seconds - grid.startSeconds) / durationSeconds;
    const safety = [sceneBefore, sceneAfter].map((scene) => SAFETY_VALUES[scenes[scene].safety.verdict]);
    const values: Record<keyof typeof WEIGHTS, number> = {
      'scene-change': candidate.boundaryStrength,
      'blank-picture': blank ? clamp(lengthSeconds(blank) / FULL_BLANK_SECONDS) : 0,
      silence: quiet ? clamp(lengthSeconds(silence) / FULL_SILENCE_SECONDS) : 0,
      'content-change': measureChange(candidate),
      transition: blank ? 0 : TRANSITION_VALUES[shots[shot].transitionIn.type],
      'sound-dip': dipDb === null ? 0 : clamp((dipDb - NO_DIP_DB) / (FULL_DIP_DB - NO_DIP_DB)),
      'sound-change': clamp(
        (sound.changeDb(seconds) - NO_SOUND_CHANGE_DB) / (FULL_SOUND_CHANGE_DB - NO_SOUND_CHANGE_DB),
      ),
      'sound-runs-on': dipDb === null ? 0 : clamp(1 - dipDb / NO_DIP_DB),
      'early-moment': elapsed < EARLY_SHARE ? 1 - (elapsed / EARLY_SHARE) ** EARLY_POWER : 0,
      'unsafe-neighbour': Math.max(...safety),
    };
    return (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[])
      .map((signal) => ({ signal, value: round(values[signal]), weight: WEIGHTS[signal] }))
      .filter(({ value }) => value > 0);
  };
}

/**
 * The score of a set of reasons, 0..1 with 4 decimals: a noisy OR of what supports the break, times what each
 * objection leaves: `(1 - Π(1 - w v)) · Π(1 + w v)`, the first product over weights above 0, the second below.
 * A signal that is missing (no audio track) neither helps nor hurts.
 */
export function combineReasons(reasons: Reasons): number {
  let doubt = 1;
  let left = 1;
  for (const { value, weight } of reasons) {
    if (weight > 0) doubt *= 1 - weight * value;
    else left *= 1 + weight * value;
  }
  return round((1 - doubt) * left);
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
