import { matchRanges, overlaps } from '../../models/shots/match.ts';
import { median } from '../harness/statistics.ts';
import type { TrueRange } from './films.ts';
import type { Judged } from './reliability.ts';

/** Where the transitions of a video are. `ignore`: a detection there is neither right nor wrong. */
export interface Truth {
  readonly transitions: readonly TrueRange[];
  readonly ignore?: readonly TrueRange[];
  /** Effects that must not be taken for a transition. */
  readonly negatives?: readonly TrueRange[];
  /** What kind of film it is, for a line of its own in the result; `kind` where no genre is given. */
  readonly genre?: string;
  readonly kind?: string;
}

/** A transition as a detector reports it. */
export interface Found extends TrueRange {
  readonly confidence?: number;
}

/** Counts over some videos. Frames are the differences of first and last frames, for gradual transitions alone. */
export interface Tally {
  videos: number;
  seconds: number;
  right: number;
  missed: number;
  wrong: number;
  readonly byType: Map<string, { found: number; of: number }>;
  readonly called: Map<string, number>;
  readonly wrongAt: Map<string, number>;
  readonly edgeFrames: number[];
  readonly judged: Judged[];
}

export const createTally = (): Tally => ({
  ...{ videos: 0, seconds: 0, right: 0, missed: 0, wrong: 0 },
  byType: new Map(),
  called: new Map(),
  wrongAt: new Map(),
  edgeFrames: [],
  judged: [],
});

/**
 * Adds a video's transitions to the tallies. Truth and what was found are in order of time: each true transition, in that
 * order, takes the first found one that matches. `traits`: names besides its type that each true transition is counted under.
 */
export function addVideo(
  tallies: readonly Tally[],
  truth: Truth,
  found: readonly Found[],
  { seconds, tolerance, traits }: { seconds: number; tolerance: number; traits?: readonly (readonly string[])[] },
): { right: number; wrong: readonly TrueRange[]; missed: readonly TrueRange[] } {
  const matched = matchRanges(truth.transitions, found, tolerance);
  const wrong = found.filter(
    (range, i) => !matched.includes(i) && !truth.ignore?.some((ignored) => overlaps(range, ignored, tolerance)),
  );
  const missed = truth.transitions.filter((_, i) => matched[i] < 0);
  const right = truth.transitions.length - missed.length;
  for (const tally of tallies) {
    tally.videos++;
    tally.seconds += seconds;
    tally.right += right;
    tally.missed += missed.length;
    tally.wrong += wrong.length;
    for (const [i, range] of found.entries())
      if (range.confidence !== undefined && (matched.includes(i) || wrong.includes(range)))
        tally.judged.push({ confidence: range.confidence, isRight: matched.includes(i) });
    for (const range of wrong)
      count(tally.wrongAt, truth.negatives?.find((effect) => overlaps(range, effect, tolerance))?.type ?? 'nothing');
    for (const [i, transition] of truth.transitions.entries()) {
      for (const name of [transition.type, ...(traits?.[i] ?? [])]) {
        const entry = tally.byType.get(name) ?? { found: 0, of: 0 };
        tally.byType.set(name, { found: entry.found + (matched[i] < 0 ? 0 : 1), of: entry.of + 1 });
      }
      if (matched[i] < 0) continue;
      const detected = found[matched[i]];
      count(tally.called, `${transition.type} as ${detected.type}`);
      if (transition.endFrame - transition.startFrame > 1)
        tally.edgeFrames.push(
          Math.abs(detected.startFrame - transition.startFrame),
          Math.abs(detected.endFrame - transition.endFrame),
        );
    }
  }
  return { right, wrong, missed };
}

const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

export interface Rates {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly falseAMinute: number;
}

export function rate({ right, missed, wrong, seconds }: Pick<Tally, 'right' | 'missed' | 'wrong' | 'seconds'>): Rates {
  const precision = right / (right + wrong || 1);
  const recall = right / (right + missed || 1);
  const f1 = (2 * precision * recall) / (precision + recall || 1);
  return { precision, recall, f1, falseAMinute: (60 * wrong) / (seconds || 1) };
}

/** One line: what share of what was found is right, of what is there was found, and how far off. */
export function summarise(tally: Tally): string {
  const { precision, recall, f1, falseAMinute } = rate(tally);
  return [
    `${String(tally.videos).padStart(4)} videos  P ${precision.toFixed(3)}  R ${recall.toFixed(3)}  F1 ${f1.toFixed(3)}`,
    `${falseAMinute.toFixed(2)} false a minute`,
    ...(tally.edgeFrames.length > 0 ? [`gradual edges off by ${median(tally.edgeFrames)} frames (median)`] : []),
  ].join('  ');
}
