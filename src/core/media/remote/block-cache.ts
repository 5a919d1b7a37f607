/** The file is cached by blocks of so many bytes; its last one is shorter. */
export const BLOCK_BYTES = 1 << 18;
/** Of one proxy: little beside a network, even in a worker of 512 MB. */
const MAX_BLOCKS = 128;

/** Blocks of a file that were read last, by their number. */
export interface BlockCache {
  get(block: number): Buffer | undefined;
  put(block: number, bytes: Buffer): void;
}

export function createBlockCache(maxBlocks = MAX_BLOCKS): BlockCache {
  // A Map remembers the order in which its entries came: the first is the one that was used longest ago.
  const blocks = new Map<number, Buffer>();
  const put = (block: number, bytes: Buffer) => {
    blocks.delete(block);
    blocks.set(block, bytes);
    if (blocks.size > maxBlocks) blocks.delete(blocks.keys().next().value!);
  };
  return {
    get(block) {
      const bytes = blocks.get(block);
      if (bytes) put(block, bytes);
      return bytes;
    },
    put,
  };
}
