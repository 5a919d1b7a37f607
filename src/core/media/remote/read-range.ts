import { setTimeout as sleep } from 'node:timers/promises';
import { ReelsightError } from '../../errors.ts';
import { BLOCK_BYTES, type BlockCache } from './block-cache.ts';
import { isNear, type Lane, type Lanes } from './lanes.ts';
import type { ReadBudget } from './read-budget.ts';

const MAX_TRIES = 5;
const FIRST_WAIT_MS = 250;

/**
 * The bytes [first, last] of a file, both inclusive, from the cache or from a connection that is near, as they come. A
 * connection that breaks is taken up where it broke, until `signal` aborts. Errors: those of `RemoteFile.open`, at last.
 */
export async function* readRange(
  range: { readonly first: number; readonly last: number; readonly signal: AbortSignal },
  { cache, lanes, budget }: { readonly cache: BlockCache; readonly lanes: Lanes; readonly budget: ReadBudget },
): AsyncGenerator<Buffer> {
  let position = range.first;
  let lane: Lane | null = null;
  let tries = 1;
  /** The part of [start, start + bytes.length) that is wanted next; empty where none is. */
  const take = (bytes: Buffer, start: number): Buffer => {
    const part = bytes.subarray(position - start, range.last + 1 - start);
    position += part.length;
    return part;
  };
  try {
    while (position <= range.last) {
      const block = Math.floor(position / BLOCK_BYTES);
      const cached = cache.get(block);
      if (cached) {
        yield take(cached, block * BLOCK_BYTES);
        continue;
      }
      if (lane === null || !isNear(lane, position)) {
        if (lane) lanes.give(lane);
        lane = lanes.take(position);
      }
      if (lane.blockStart <= position && position < lane.position) {
        yield take(lane.peek(position), position);
        continue;
      }
      const start = lane.position;
      try {
        const bytes = await lane.read(budget);
        tries = 1;
        if (position < start + bytes.length && start <= position) yield take(bytes, start);
      } catch (cause) {
        if (tries >= MAX_TRIES || (cause instanceof ReelsightError && !cause.retryable)) throw cause;
        await sleep(FIRST_WAIT_MS * 2 ** (tries++ - 1), null, { signal: range.signal });
      }
    }
  } finally {
    if (lane) lanes.give(lane);
  }
}
