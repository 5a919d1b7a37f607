import type { Readable } from 'node:stream';

/**
 * Cuts a byte stream into blocks of one size. The array is used again for the next block. A last one that is not full
 * (ffmpeg was stopped) is dropped, or given by its length with `keepRest`. Blocks begin at the start of their buffer.
 */
export async function* readBlocks(
  stream: Readable,
  blockBytes: number,
  { keepRest = false } = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const block = new Uint8Array(blockBytes);
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let offset = 0; offset < chunk.length; ) {
      const taken = Math.min(blockBytes - filled, chunk.length - offset);
      block.set(chunk.subarray(offset, offset + taken), filled);
      filled += taken;
      offset += taken;
      if (filled === blockBytes) {
        yield block;
        filled = 0;
      }
    }
  }
  if (keepRest && filled > 0) yield block.subarray(0, filled);
}
