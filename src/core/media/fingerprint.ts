import { createHash } from 'node:crypto';

const BLOCK_BYTES = 1 << 20;
const BLOCKS = 16;

/**
 * What a video is known by, wherever it lies: SHA-256 over its size and 16 MiB spread over it, its two ends among them.
 * Hashing all of a long video would take as long as decoding a part of it, and two different videos do not share these
 * bytes. `read` gives `length` bytes from `offset`.
 */
export async function fingerprintVideo(
  sizeBytes: number,
  read: (offset: number, length: number) => Promise<Uint8Array>,
): Promise<string> {
  const last = Math.max(0, sizeBytes - BLOCK_BYTES);
  const offsets =
    sizeBytes <= BLOCKS * BLOCK_BYTES
      ? Array.from({ length: Math.ceil(sizeBytes / BLOCK_BYTES) }, (_, i) => i * BLOCK_BYTES)
      : Array.from({ length: BLOCKS }, (_, i) => Math.floor((last * i) / (BLOCKS - 1)));
  const blocks = await Promise.all(offsets.map((offset) => read(offset, Math.min(BLOCK_BYTES, sizeBytes - offset))));
  const hash = createHash('sha256').update(`${sizeBytes}:`);
  for (const block of blocks) hash.update(block);
  return hash.digest('hex');
}
