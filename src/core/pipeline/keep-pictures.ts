import { mapTogether } from '../map-together.ts';
import type { JoinedMeasurements } from './join-chunks.ts';

/** Where a frame's picture lies, below the analysis. */
export const thumbnailName = (frame: number): string => `thumbnails/frame-${String(frame).padStart(7, '0')}.jpg`;

/** A store far away takes a moment for each picture. */
const WRITE_CONCURRENCY = 16;

/**
 * Writes the pictures of these frames, some at a time, and returns of which there were any. Errors: the first of `write`,
 * once the writes under way have ended: the caller may then remove where they went.
 */
export async function keepPictures(
  joined: Pick<JoinedMeasurements, 'pictures'>,
  wanted: ReadonlySet<number>,
  write: (frame: number, jpeg: Uint8Array) => Promise<void>,
): Promise<ReadonlySet<number>> {
  const kept = new Set<number>();
  // Reads the next pictures as writes end, so that memory holds no more than are being written.
  await mapTogether(
    joined.pictures(wanted),
    async ({ frame, thumbnail }) => {
      await write(frame, thumbnail);
      kept.add(frame);
    },
    { concurrency: WRITE_CONCURRENCY },
  );
  return kept;
}
