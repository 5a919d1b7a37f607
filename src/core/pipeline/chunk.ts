import { z } from 'zod';

/** What one worker measures. */
export const chunkSchema = z.object({
  index: z.int().nonnegative(),
  /** Half open range of grid frames; empty for a chunk that is only listened to. */
  startFrame: z.int().nonnegative(),
  endFrame: z.int().nonnegative(),
  /** Whether this worker measures the audio track, always as a whole: sound decoded from the middle is not the same to the bit. */
  audio: z.boolean(),
});

export type Chunk = z.infer<typeof chunkSchema>;
