import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';

/** A process that ended without letting go has held the lock for so long. */
const STALE_MS = 20_000;
/** How long another command is waited for: registering a few hundred pictures takes minutes. */
const WAIT_RETRIES = { retries: 600, factor: 1, minTimeout: 500, maxTimeout: 500 };

/** Changes the library while nobody else does. `assertHeld` throws when the lock was lost, before anything is put in place. */
export async function lockLibrary<T>(
  folder: string,
  signal: AbortSignal,
  work: (assertHeld: () => void) => Promise<T>,
): Promise<T> {
  let lost: Error | null = null;
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw mapFileError(cause, 'write', folder);
  });
  const release = await lock(folder, {
    lockfilePath: join(folder, 'library.lock'),
    stale: STALE_MS,
    retries: WAIT_RETRIES,
    onCompromised: (error) => {
      lost = error;
    },
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ELOCKED') throw mapFileError(cause, 'write', folder);
    throw new ReelsightError(
      'conflict',
      `The library ${JSON.stringify(folder)} is being changed by another command. Try again when it has ended.`,
      { cause, retryable: true },
    );
  });
  try {
    return await work(() => {
      signal.throwIfAborted();
      if (lost)
        throw new ReelsightError('conflict', 'Another command changed the library at the same time. Try again.', {
          cause: lost,
          retryable: true,
        });
    });
  } finally {
    // A lock that was lost is no longer ours to let go.
    await release().catch(() => {});
  }
}
