import type { FileHandle } from 'node:fs/promises';

const SIGNATURE_BYTES = 8;
/** Chunks of texts and profiles that may be compressed (PNG, third edition, 11.3). */
const COMPRESSED = new Set(['zTXt', 'iTXt', 'iCCP']);
/**
 * Bytes of them that are read: they unfold to a thousand times as much, of which decoders keep several copies. Profiles
 * and descriptions of real pictures are a few kilobytes; plain texts may be longer.
 */
export const MAX_COMPRESSED_BYTES = 128 * 1024;
/** A picture has a handful of chunks, or one for each few kilobytes of its pixels. */
const MAX_CHUNKS = 100_000;

/**
 * How many bytes of compressed texts and profiles a PNG file holds. Reads only the headers of its chunks, and none behind
 * the limit.
 */
export async function countCompressedTexts(file: FileHandle): Promise<number> {
  const header = Buffer.alloc(8);
  let [position, total] = [SIGNATURE_BYTES, 0];
  for (let chunks = 0; chunks < MAX_CHUNKS && total <= MAX_COMPRESSED_BYTES; chunks++) {
    const { bytesRead } = await file.read(header, 0, header.length, position);
    if (bytesRead < header.length) break;
    const length = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    if (COMPRESSED.has(type) && (type !== 'iTXt' || (await isCompressedText(file, position + 8)))) total += length;
    // Length, type, data and checksum.
    position += 12 + length;
  }
  return total;
}

/** Longest keyword of a text, with the zero that ends it and the flag behind. */
const KEYWORD_BYTES = 79 + 2;

async function isCompressedText(file: FileHandle, position: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(KEYWORD_BYTES), 0, KEYWORD_BYTES, position);
  const end = buffer.subarray(0, bytesRead).indexOf(0);
  return end < 0 || buffer[end + 1] !== 0;
}
