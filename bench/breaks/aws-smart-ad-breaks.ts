import type { Baseline } from './baselines.ts';
import type { Programme } from './programme.ts';

/**
 * The score of aws-samples/aws-smart-ad-breaks (`slot_detection/score.py`, `vmap_generation/app.py`; MIT-0) over our
 * measurements: silences, black pictures, shots and end credits at their beginnings, and the labels of shots for
 * Rekognition's. The numbers are those of its code and of its template.
 */

const BASE_SCORES = { Silence: 0.7, BlackFrame: 0.8, ShotChange: 0.7, EndCredits: 1 } as const;
const MERGE_SECONDS = 0.5;
const NEAR_SHARE = 0.25;
const EARLY_POWER = 0.3;
const CROWDED_POWER = 0.05;
const CONTEXT_POWER = 4;
const CONTEXT_SECONDS = 2;
const SILENCE_FROM_SECONDS = 3;

export interface Slot {
  seconds: number;
  score: number;
}

export const disjunction = (x: number, y: number): number => 1 - (1 - x) * (1 - y);

/** 1 less the shared part of two sets of names; 0 where there are none (the sample would divide by zero). */
export function jaccardDistance(before: ReadonlySet<string>, after: ReadonlySet<string>): number {
  const union = new Set([...before, ...after]).size;
  const shared = [...before].filter((name) => after.has(name)).length;
  return union === 0 ? 0 : 1 - shared / union;
}

/** Merges and scores slots as the sample does; `distanceAt` compares the labels of the two seconds before and after. */
export function scoreSlots(
  reasons: readonly { seconds: number; reason: keyof typeof BASE_SCORES }[],
  durationSeconds: number,
  distanceAt: (seconds: number) => number,
): Slot[] {
  const slots: Slot[] = [];
  for (const { seconds, reason } of reasons.toSorted((a, b) => a.seconds - b.seconds)) {
    let score: number = BASE_SCORES[reason];
    if (seconds / durationSeconds < NEAR_SHARE) score *= (seconds / durationSeconds) ** EARLY_POWER;
    const last = slots.at(-1);
    if (last) {
      const away = seconds - last.seconds;
      if (away < MERGE_SECONDS) {
        last.seconds = seconds;
        last.score = disjunction(last.score, score);
        continue;
      }
      if (away / durationSeconds < NEAR_SHARE) {
        const share = (away / durationSeconds) ** CROWDED_POWER;
        if (score < last.score) score *= share;
        else last.score *= share;
      }
    }
    slots.push({ seconds, score: disjunction(score, distanceAt(seconds) ** CONTEXT_POWER) });
  }
  return slots;
}

export const chooseAws: Baseline = (programme, count) => {
  const { shots, cues, grid } = programme;
  const toSeconds = (frame: number) =>
    grid.startSeconds + (frame * grid.frameRate.denominator) / grid.frameRate.numerator;
  const startsOf = (type: string) => cues.filter((cue) => cue.type === type).map(({ startSeconds }) => startSeconds);
  const slots = scoreSlots(
    [
      ...startsOf('silence')
        .filter((seconds) => seconds > SILENCE_FROM_SECONDS)
        .map((seconds) => ({ seconds, reason: 'Silence' as const })),
      ...startsOf('black').map((seconds) => ({ seconds, reason: 'BlackFrame' as const })),
      // Not the first shot: the sample lists it, and nothing before it has no label in common with what follows.
      ...shots.slice(1).map(({ startFrame }) => ({ seconds: toSeconds(startFrame), reason: 'ShotChange' as const })),
      ...startsOf('end-credits').map((seconds) => ({ seconds, reason: 'EndCredits' as const })),
    ],
    toSeconds(grid.frameCount) - grid.startSeconds,
    createLabelComparison(programme, toSeconds),
  );
  // Sorted as the sample does: rising and stable, and the last are taken.
  const byScore = slots.toSorted((a, b) => a.score - b.score);
  return byScore
    .slice(Math.max(0, byScore.length - count))
    .map(({ seconds }) => seconds)
    .sort((a, b) => a - b);
};

function createLabelComparison({ shots, labels }: Programme, toSeconds: (frame: number) => number) {
  const namesBetween = (startSeconds: number, endSeconds: number) =>
    new Set(
      shots.flatMap(({ startFrame, endFrame }, i) =>
        toSeconds(startFrame) < endSeconds && toSeconds(endFrame) > startSeconds ? labels[i] : [],
      ),
    );
  return (seconds: number) =>
    jaccardDistance(namesBetween(seconds - CONTEXT_SECONDS, seconds), namesBetween(seconds, seconds + CONTEXT_SECONDS));
}
