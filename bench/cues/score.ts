import type { Cue } from '../../src/core/report.ts';
import { median } from '../harness/statistics.ts';

export interface Tally {
  found: number;
  missed: number;
  wrong: number;
  readonly endErrorsSeconds: number[];
}

export const createTally = (): Tally => ({ found: 0, missed: 0, wrong: 0, endErrorsSeconds: [] });

const overlap = (a: Cue, b: Cue): number => {
  const both = Math.min(a.endSeconds, b.endSeconds) - Math.max(a.startSeconds, b.startSeconds);
  const either = Math.max(a.endSeconds, b.endSeconds) - Math.min(a.startSeconds, b.startSeconds);
  return both <= 0 ? 0 : both / either;
};

/** Counts cues of one type: found when more than half of what either covers is covered by both. */
export function tallyCues(tally: Tally, type: Cue['type'], truth: readonly Cue[], found: readonly Cue[]): boolean {
  const open = found.filter((cue) => cue.type === type);
  let isRight = true;
  for (const cue of truth.filter((c) => c.type === type)) {
    const at = open.findIndex((other) => overlap(cue, other) > 0.5);
    if (at < 0) {
      tally.missed++;
      isRight = false;
      continue;
    }
    const [match] = open.splice(at, 1);
    tally.found++;
    tally.endErrorsSeconds.push(
      Math.abs(match.startSeconds - cue.startSeconds),
      Math.abs(match.endSeconds - cue.endSeconds),
    );
  }
  tally.wrong += open.length;
  return isRight && open.length === 0;
}

export function describeTally({ found, missed, wrong, endErrorsSeconds }: Tally): string {
  const share = (part: number, whole: number) => (whole === 0 ? '   -' : (part / whole).toFixed(2));
  const ends = endErrorsSeconds.length === 0 ? '-' : `${Math.round(1000 * median(endErrorsSeconds))} ms`;
  return `${share(found, found + wrong)} / ${share(found, found + missed)} / ${ends.padStart(6)}`;
}
