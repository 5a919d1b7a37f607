import { z } from 'zod';
import type { Rational } from '../measurements/timecode.ts';

/** Pictures that the container's packets promise, by block of the frame grid. */
export const pictureBlocksSchema = z.object({
  /** Grid frames of a block, about a second; block 0 begins at frame 0, the last may be shorter. */
  frames: z.int().positive(),
  /** Pictures that lie in each block. A packet without data promises none. */
  counts: z.array(z.int().nonnegative()),
  /** Of them key frames; null: not known. */
  keyCounts: z.array(z.int().nonnegative()).nullable(),
});

export type PictureBlocks = z.infer<typeof pictureBlocksSchema>;

/** Blocks of a grid in which each slot holds a picture of its own. */
export function fillBlocks(frameCount: number, { numerator, denominator }: Rational): PictureBlocks {
  const frames = Math.max(1, Math.round(numerator / denominator));
  const counts = Array.from({ length: Math.ceil(frameCount / frames) }, (_, block) =>
    Math.min(frames, frameCount - block * frames),
  );
  return { frames, counts, keyCounts: null };
}
