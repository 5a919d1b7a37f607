import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';

export interface ReadLimits {
  /** What is longer is refused; no more than one byte beyond it is ever read. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** How long a pipe may say nothing, in milliseconds. Default: half a minute. */
  readonly waitMs?: number;
}

const BLOCK_BYTES = 1 << 20;
const WAIT_MS = 30_000;
const POLL_MS = 20;

/** A pipe that nobody writes to would hold an opening, and with it the process, for ever. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file that a user named whole: a regular file, or what a shell gives in place of one (`<(...)`, `/dev/stdin`).
 * Devices without end and pipes that say nothing end at a limit. This is the only way to read such a file whole.
 *
 * Errors: kind `input` for a file that is longer than the limit, a folder or a silent pipe; else as `mapFileError`.
 */
export async function readBytes(path: string, limits: ReadLimits): Promise<Buffer> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, OPEN_FLAGS);
    const file = await handle.stat();
    if (file.isFile() && file.size > limits.maxBytes) throw tooLong(path, limits.maxBytes);
    return await readToEnd(handle, path, {
      ...limits,
      expectedBytes: file.isFile() ? file.size : null,
      isPipe: file.isFIFO(),
    });
  } catch (cause) {
    throw mapFileError(cause, 'read', path);
  } finally {
    await handle?.close();
  }
}

interface Expected {
  /** null: not a regular file. */
  readonly expectedBytes: number | null;
  readonly isPipe: boolean;
}

async function readToEnd(
  handle: FileHandle,
  path: string,
  { maxBytes, signal, waitMs = WAIT_MS, expectedBytes, isPipe }: ReadLimits & Expected,
): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let sizeBytes = 0;
  for (let silentSince = performance.now(); ; ) {
    signal?.throwIfAborted();
    // A file that is as long as it says is read at once, into no more memory than it has bytes.
    const blockBytes = sizeBytes === 0 ? (expectedBytes ?? BLOCK_BYTES) + 1 : BLOCK_BYTES;
    const block = Buffer.allocUnsafe(Math.min(blockBytes, maxBytes + 1 - sizeBytes));
    const length = await readBlock(handle, block);
    if (length !== null && length > 0) {
      blocks.push(block.subarray(0, length));
      sizeBytes += length;
      if (sizeBytes > maxBytes) throw tooLong(path, maxBytes);
      silentSince = performance.now();
      continue;
    }
    // A pipe whose writer has not come yet looks like one at its end.
    if (length === 0 && !(isPipe && sizeBytes === 0)) return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks);
    if (performance.now() - silentSince > waitMs)
      throw new ReelsightError(
        'input',
        `Cannot read ${quoteName(path)}: it is a pipe, and nothing came from it for ${waitMs / 1000} seconds.`,
      );
    await sleep(POLL_MS);
  }
}

/** Bytes that were read: 0 at the end, null where there are none yet. */
async function readBlock(handle: FileHandle, block: Buffer): Promise<number | null> {
  try {
    return (await handle.read(block, 0, block.length, null)).bytesRead;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw cause;
  }
}

const tooLong = (path: string, maxBytes: number): ReelsightError =>
  new ReelsightError('input', `Cannot read ${quoteName(path)}: it has more than ${describeBytes(maxBytes)}.`);

const describeBytes = (bytes: number): string => (bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes} bytes`);
