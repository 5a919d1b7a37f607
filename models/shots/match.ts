import type { FrameRange, ShotTruth } from './dataset.ts';

/** Ranges match that overlap when widened by this many frames, as published scores of shot detection do. */
const TOLERANCE = 2;

const overlaps = (a: FrameRange, b: FrameRange): boolean =>
  a.startFrame <= b.endFrame + TOLERANCE && a.endFrame >= b.startFrame - TOLERANCE;

/**
 * Whether each of the found ranges is right: it matches a transition that none before it in the list matched. null: it
 * matches none, but lies where nobody can say.
 */
export function matchRanges(found: readonly FrameRange[], { transitions, ignore }: ShotTruth): (boolean | null)[] {
  const free = new Set(transitions.keys());
  return found.map((range) => {
    for (const i of free) {
      if (!overlaps(range, transitions[i])) continue;
      free.delete(i);
      return true;
    }
    return ignore.some((other) => overlaps(range, other)) ? null : false;
  });
}
