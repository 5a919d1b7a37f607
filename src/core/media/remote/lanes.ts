import { ReelsightError } from '../../errors.ts';
import { BLOCK_BYTES, type BlockCache } from './block-cache.ts';
import type { ReadBudget } from './read-budget.ts';
import type { RemoteFile } from './remote-file.ts';

/** A connection that reads a file onwards. What it reads goes into the cache, block by block. */
export interface Lane {
  /** Of the next byte that comes. */
  readonly position: number;
  /** First byte that `peek` still has. */
  readonly blockStart: number;
  /** The bytes from `from` on that came and are not yet a whole block, for `from` in [blockStart, position). */
  peek(from: number): Buffer;
  /** Waits for more bytes, which are the reader's; opens the connection where it is not open. Errors: of `RemoteFile.open`. */
  read(budget: ReadBudget): Promise<Buffer>;
  close(): void;
}

/** Connections that wait for their reader to come back: a video may have its sound elsewhere than its pictures. */
const MAX_IDLE = 4;
/** What is read and not asked for where a reader leaps this far ahead: a request takes as long. */
const MAX_SKIP = 1 << 19;

/** Whether a lane has the bytes at a position, or comes to them without a leap. */
export const isNear = (lane: Lane, position: number): boolean =>
  lane.blockStart <= position && position - lane.position <= MAX_SKIP;

/**
 * Bytes that a connection asks for where a reader leapt to: it may leap on at once, and what is under way is paid for.
 * Where it reads on, the next connection asks for more.
 */
const FIRST_WINDOW = 1 << 19;
const WINDOW_GROWTH = 4;

export interface Lanes {
  /** A lane that reads on at `position` or shortly before, or has it. It is the caller's until it is given back. */
  take(position: number): Lane;
  give(lane: Lane): void;
  close(): void;
}

export function createLanes(file: RemoteFile, cache: BlockCache): Lanes {
  let idle: Lane[] = [];
  const busy = new Set<Lane>();
  return {
    take(position) {
      const near = idle
        .filter((lane) => isNear(lane, position))
        // Of several the one that is nearest.
        .sort((a, b) => b.position - a.position)[0];
      const lane = near ?? createLane(file, cache, position - (position % BLOCK_BYTES));
      idle = idle.filter((other) => other !== lane);
      busy.add(lane);
      return lane;
    },
    give(lane) {
      busy.delete(lane);
      // At its end it has nothing that the cache had not.
      if (lane.position < file.sizeBytes) idle.push(lane);
      if (idle.length > MAX_IDLE) idle.shift()!.close();
    },
    close() {
      for (const lane of [...idle, ...busy]) lane.close();
    },
  };
}

interface Connection {
  readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Bytes [position, end) come from it. */
  readonly end: number;
  readonly controller: AbortController;
}

/** @param start where a block begins */
function createLane(file: RemoteFile, cache: BlockCache, start: number): Lane {
  let position = start;
  let block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, file.sizeBytes - start));
  let connection: Connection | null = null;
  let windowBytes = start === 0 ? file.sizeBytes : FIRST_WINDOW;
  let isClosed = false;
  const blockStart = () => position - (position % BLOCK_BYTES);
  const disconnect = () => {
    connection?.controller.abort();
    connection?.reader.cancel().catch(() => {});
    connection = null;
  };
  return {
    get position() {
      return position;
    },
    get blockStart() {
      return blockStart();
    },
    // Its bytes do not change any more: what comes is put behind them.
    peek: (from) => block.subarray(from - blockStart(), position - blockStart()),
    async read(budget) {
      if (isClosed) throw new ReelsightError('cancelled', 'The reading was ended.');
      try {
        connection ??= await connect(budget);
        const { reader, end } = connection;
        const { done, value } = await reader.read();
        if (done || isClosed) throw new Error('the connection ended early');
        const bytes = Buffer.from(value.buffer, value.byteOffset, Math.min(value.length, end - position));
        budget.countBytes(bytes.length);
        keep(bytes);
        if (position === end) disconnect();
        return bytes;
      } catch (cause) {
        // It goes on from here when it is asked again.
        disconnect();
        throw cause;
      }
    },
    close() {
      isClosed = true;
      disconnect();
    },
  };

  async function connect(budget: ReadBudget): Promise<Connection> {
    budget.countRequest();
    const controller = new AbortController();
    const end = Math.min(file.sizeBytes, position + windowBytes);
    windowBytes *= WINDOW_GROWTH;
    const stream = await file.open(position, end - 1, controller.signal);
    return { reader: stream.getReader(), end, controller };
  }

  function keep(bytes: Buffer): void {
    for (let taken = 0; taken < bytes.length; ) {
      const at = position % BLOCK_BYTES;
      const length = bytes.copy(block, at, taken);
      taken += length;
      position += length;
      if (at + length < block.length) continue;
      cache.put(Math.floor((position - 1) / BLOCK_BYTES), block);
      block = Buffer.allocUnsafe(Math.max(0, Math.min(BLOCK_BYTES, file.sizeBytes - position)));
    }
  }
}
