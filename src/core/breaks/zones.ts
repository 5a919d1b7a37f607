import type { Cue } from '../report.ts';
import { noBreakSeconds } from './spacing.ts';

/** Seconds of presentation time, half open: a break may be where a zone ends. */
export interface Zone {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Cues that are not part of the story. */
const ZONE_CUES: ReadonlySet<Cue['type']> = new Set(['end-credits', 'slate', 'color-bars']);

/** Where no break may be: the opening and the end, credits, slates and colour bars, and what the user keeps free. */
export function findNoBreakZones(input: {
  startSeconds: number;
  durationSeconds: number;
  cues: readonly Cue[];
  userZones: readonly Zone[];
}): Zone[] {
  const { startSeconds, durationSeconds, cues, userZones } = input;
  const endSeconds = startSeconds + durationSeconds;
  const openingSeconds = noBreakSeconds(durationSeconds);
  return [
    { startSeconds: Number.NEGATIVE_INFINITY, endSeconds: startSeconds + openingSeconds },
    // A break may be where the last zone begins, as it may be where the first ends.
    { startSeconds: endSeconds - openingSeconds + 1e-6, endSeconds: Number.POSITIVE_INFINITY },
    ...cues.filter(({ type }) => ZONE_CUES.has(type)),
    ...userZones,
  ];
}

export const isInZone = (seconds: number, zones: readonly Zone[]): boolean =>
  zones.some(({ startSeconds, endSeconds }) => seconds >= startSeconds && seconds < endSeconds);
