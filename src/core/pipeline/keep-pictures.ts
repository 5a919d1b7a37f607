import type { JoinedMeasurements } from './join-chunks.ts';
import { createWriteQueue } from './write-queue.ts';

/** Where a frame's picture lies, below the analysis. */
export const thumbnailName = (frame: number): string => `thumbnails/frame-${String(frame).padStart(7, '0')}.jpg`;

/** A store far away takes a moment for each picture. */
const WRITE_CONCURRENCY = 16;

/** Writes the pictures of these frames and says of which there were any. */
export async function keepPictures(
  joined: JoinedMeasurements,
  wanted: ReadonlySet<number>,
  write: (frame: number, jpeg: Uint8Array) => Promise<void>,
): Promise<ReadonlySet<number>> {
  const kept = new Set<number>();
  const queue = createWriteQueue(WRITE_CONCURRENCY);
  for await (const { frame, thumbnail } of joined.pictures(wanted)) {
    await queue.add(() => write(frame, thumbnail));
    kept.add(frame);
  }
  await queue.finish();
  return kept;
}
