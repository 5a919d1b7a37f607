import type { Curve } from './curve.ts';

/** A place that was looked at for a story break. */
export interface BreakCandidate {
  readonly frame: number;
  readonly seconds: number;
  readonly score: number;
  readonly outcome: string;
}

/** What becomes of a candidate that is a story break. */
const CHOSEN = 'chosen';

/** Reports may have these parts or not: nothing is taken for granted. */
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** `breakCandidates` of a report, those that were chosen left out: they are its story breaks. */
export function readOtherCandidates(report: unknown): BreakCandidate[] {
  const list = isRecord(report) ? report['breakCandidates'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((candidate: unknown): BreakCandidate[] => {
    if (!isRecord(candidate)) return [];
    const { frame, seconds, score, outcome } = candidate;
    if (!isNumber(frame) || !isNumber(seconds) || !isNumber(score) || outcome === CHOSEN) return [];
    return [{ frame, seconds, score, outcome: typeof outcome === 'string' ? outcome : '' }];
  });
}

/** `timeline.loudness` of a report in LUFS, or null when it has none. */
export function readLoudness(report: unknown): Curve | null {
  const timeline = isRecord(report) ? report['timeline'] : undefined;
  if (!isRecord(timeline) || !isNumber(timeline['framesPerPoint']) || !Array.isArray(timeline['loudness'])) return null;
  const values = timeline['loudness'].map((value: unknown) => (isNumber(value) ? value : null));
  return values.some((value) => value !== null) ? { framesPerPoint: timeline['framesPerPoint'], values } : null;
}
