import { type FrameGrid, frameToSeconds } from '../media/timecode.ts';
import type { Cue } from '../report.ts';
import type { ShotSpan } from '../shots/detect.ts';

/** A shot covered by blank pictures for this share says nothing about a place. */
const BLANK_SHARE = 0.8;

/** Consecutive shots that are one piece of evidence. */
export interface Unit {
  readonly firstShot: number;
  /** Inclusive. */
  lastShot: number;
  readonly vector: Float32Array;
}

export const isBlank = ({ type }: Cue): boolean => type === 'black' || type === 'white';

/**
 * Joins shots that cannot be told apart: shots that share one vector because no sample fell into them, and shots of
 * blank pictures, which go with what they follow (at the beginning of the video with what follows them).
 */
export function joinToUnits(input: {
  shots: readonly ShotSpan[];
  embeddings: readonly Float32Array[];
  cues: readonly Cue[];
  grid: FrameGrid;
}): Unit[] {
  const { shots, embeddings, cues, grid } = input;
  const blanks = cues.filter(isBlank);
  const units: Unit[] = [];
  shots.forEach((shot, i) => {
    const startSeconds = frameToSeconds(shot.startFrame, grid);
    const endSeconds = frameToSeconds(shot.endFrame, grid);
    const blankSeconds = blanks.reduce(
      (sum, cue) => sum + Math.max(0, Math.min(endSeconds, cue.endSeconds) - Math.max(startSeconds, cue.startSeconds)),
      0,
    );
    const last = units.at(-1);
    if (blankSeconds >= BLANK_SHARE * (endSeconds - startSeconds) || last?.vector === embeddings[i]) {
      if (last) last.lastShot = i;
      return;
    }
    units.push({ firstShot: last ? i : 0, lastShot: i, vector: embeddings[i] });
  });
  return units.length > 0 ? units : [{ firstShot: 0, lastShot: shots.length - 1, vector: embeddings[0] }];
}
