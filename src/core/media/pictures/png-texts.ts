import type { FileHandle } from 'node:fs/promises';

const SIGNATURES = ['\x89PNG\r\n\x1a\n', '\x8aMNG\r\n\x1a\n'].map((text) => Buffer.from(text, 'latin1'));
const SIGNATURE_BYTES = 8;
/** Chunks of texts and profiles that may be compressed (PNG, third edition, 11.3). */
const COMPRESSED = new Set(['zTXt', 'iTXt', 'iCCP']);
/**
 * Bytes of them that are read: they unfold to a thousand times as much, of which decoders keep several copies. Profiles
 * and descriptions of real pictures are a few kilobytes; plain texts may be longer.
 */
const MAX_COMPRESSED_BYTES = 128 * 1024;
/** A picture has a handful of chunks, or one for each few kilobytes of its pixels. */
const MAX_CHUNKS = 100_000;

/**
 * Why a PNG file is not to be decoded, in words that follow its name; null where it may be. Reads the headers of its
 * chunks, and what lies behind the picture: a decoder that finds one damaged goes on with the next.
 */
export async function findPngFault(file: FileHandle): Promise<string | null> {
  const header = Buffer.alloc(8);
  let [position, total] = [SIGNATURE_BYTES, 0];
  for (let chunks = 0; ; chunks++) {
    const { bytesRead } = await file.read(header, 0, header.length, position);
    if (bytesRead < header.length) break;
    if (chunks === MAX_CHUNKS) return `has more than ${MAX_CHUNKS} parts (chunks)`;
    const length = header.readUInt32BE(0);
    // Longer than any chunk may be: where decoders give up, and search for another picture.
    if (length > 0x7fffffff) break;
    const type = header.toString('latin1', 4, 8);
    if (COMPRESSED.has(type) && (type !== 'iTXt' || (await isCompressedText(file, position + 8)))) total += length;
    if (total > MAX_COMPRESSED_BYTES)
      return `holds more than ${MAX_COMPRESSED_BYTES / 1024} KB of compressed texts, which unfold to gigabytes`;
    // Length, type, data and checksum.
    position += 12 + length;
    if (type === 'IEND') break;
  }
  return (await hasSignature(file, position)) ? 'holds several pictures, one behind the other' : null;
}

/** Longest keyword of a text, with the zero that ends it and the flag behind. */
const KEYWORD_BYTES = 79 + 2;

async function isCompressedText(file: FileHandle, position: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(KEYWORD_BYTES), 0, KEYWORD_BYTES, position);
  const end = buffer.subarray(0, bytesRead).indexOf(0);
  return end < 0 || buffer[end + 1] !== 0;
}

const BLOCK_BYTES = 64 * 1024;

/** Whether another picture begins anywhere from a position on. */
async function hasSignature(file: FileHandle, from: number): Promise<boolean> {
  const block = Buffer.alloc(BLOCK_BYTES);
  // Blocks overlap, so that a signature across two of them is found.
  for (let position = from; ; position += BLOCK_BYTES - SIGNATURE_BYTES + 1) {
    const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, position);
    if (SIGNATURES.some((signature) => block.subarray(0, bytesRead).includes(signature))) return true;
    if (bytesRead < BLOCK_BYTES) return false;
  }
}
