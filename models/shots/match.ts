import type { FrameRange, ShotTruth } from './dataset.ts';

/** Ranges match that overlap when widened by this many frames, as published scores of shot detection do. */
export const TOLERANCE_FRAMES = 2;

export const overlaps = (a: FrameRange, b: FrameRange, toleranceFrames: number): boolean =>
  a.startFrame <= b.endFrame + toleranceFrames && a.endFrame >= b.startFrame - toleranceFrames;

/**
 * Gives each of the first ranges, in their order, the first of the others that overlaps it, when widened by
 * `toleranceFrames`, and is free (TransNetV2's protocol, with 2 frames): indices into `others`, -1 for none.
 */
export function matchRanges(
  ranges: readonly FrameRange[],
  others: readonly FrameRange[],
  toleranceFrames: number,
): number[] {
  const free = new Set(others.keys());
  return ranges.map((range) => {
    for (const i of free) {
      if (!overlaps(range, others[i], toleranceFrames)) continue;
      free.delete(i);
      return i;
    }
    return -1;
  });
}

/**
 * Whether each of the found ranges is right: it matches a transition that none before it in the list matched. null: it
 * matches none, but lies where nobody can say.
 */
export function judgeRanges(
  found: readonly FrameRange[],
  { transitions, ignore }: Pick<ShotTruth, 'transitions' | 'ignore'>,
): (boolean | null)[] {
  const matched = matchRanges(found, transitions, TOLERANCE_FRAMES);
  return found.map((range, i) => {
    if (matched[i] >= 0) return true;
    return ignore.some((other) => overlaps(range, other, TOLERANCE_FRAMES)) ? null : false;
  });
}
