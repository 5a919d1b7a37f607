import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';

/** A shot covered by blank pictures for this share says nothing about a place. */
const BLANK_SHARE = 0.8;

/** Consecutive shots that are one item of evidence. */
export interface Unit {
  readonly firstShot: number;
  /** Inclusive. */
  lastShot: number;
  readonly vector: Float32Array;
  /** Whether it begins with a card, or is nothing else. */
  readonly card: 'none' | 'first' | 'only';
}

export const isBlank = ({ type }: Cue): boolean => type === 'black' || type === 'white';

/**
 * Joins shots that cannot be told apart: shots that share one vector because no sample fell into them, and shots of
 * blank pictures, which go with what they follow (at the beginning of the video with what follows them). Cards say nothing
 * about a place either, and all look alike: they go with what follows them; at the end of the video they stand alone.
 */
export function joinToUnits(input: {
  shots: readonly ShotSpan[];
  embeddings: readonly Float32Array[];
  cues: readonly Cue[];
  /** Which shots are cards; none when it is left out. */
  cards?: readonly boolean[] | undefined;
  grid: FrameGrid;
}): Unit[] {
  const { shots, embeddings, cues, cards, grid } = input;
  const blanks = cues.filter(isBlank);
  const units: Unit[] = [];
  let firstCard: number | null = null;
  shots.forEach((shot, i) => {
    const startSeconds = frameToSeconds(shot.startFrame, grid);
    const endSeconds = frameToSeconds(shot.endFrame, grid);
    const blankSeconds = blanks.reduce(
      (sum, cue) => sum + Math.max(0, Math.min(endSeconds, cue.endSeconds) - Math.max(startSeconds, cue.startSeconds)),
      0,
    );
    const last = units.at(-1);
    const saysNothing = blankSeconds >= BLANK_SHARE * (endSeconds - startSeconds) || last?.vector === embeddings[i];
    if (cards?.[i]) firstCard ??= i;
    else if (!saysNothing) {
      const card = firstCard === null ? 'none' : 'first';
      units.push({ firstShot: last ? (firstCard ?? i) : 0, lastShot: i, vector: embeddings[i], card });
      firstCard = null;
    } else if (last && firstCard === null) last.lastShot = i;
  });
  if (units.length === 0) return [{ firstShot: 0, lastShot: shots.length - 1, vector: embeddings[0], card: 'none' }];
  if (firstCard !== null)
    units.push({ firstShot: firstCard, lastShot: shots.length - 1, vector: embeddings[firstCard], card: 'only' });
  return units;
}
