import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReelsightError } from '../src/core/errors.ts';

const TEMPORARY = /\.[0-9a-f-]{36}\.tmp$/;
/** No build or download takes longer: an older temporary file was left by a process that was killed. */
const ABANDONED_MS = 6 * 3600 * 1000;

/** What `writeWhole` needs of a file. */
export type OpenFile = (path: string) => Promise<Pick<FileHandle, 'writeFile' | 'write' | 'close'>>;

const openNew: OpenFile = (path) => open(path, 'wx');

/**
 * Writes a file whole or not at all: `fill` writes to a temporary file beside it, which then takes its name. Whatever
 * goes wrong, the temporary file is removed. (The npm package write-file-atomic takes a short write, which is how a
 * full disk shows first, for a whole one.) It does not wait for the disk: what it writes is hashed before it is used.
 *
 * Errors: kind `storage` when the folder cannot be written or is full; what `fill` throws is passed on.
 */
export async function writeWhole(
  path: string,
  fill: (file: Awaited<ReturnType<OpenFile>>) => Promise<void>,
  openFile: OpenFile = openNew,
): Promise<void> {
  const temporaryPath = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await removeAbandoned(dirname(path));
    const file = await openFile(temporaryPath);
    try {
      await fill(file);
    } finally {
      await file.close();
    }
    await rename(temporaryPath, path);
  } catch (cause) {
    // There is nothing to remove where not even the folder could be made.
    await rm(temporaryPath, { force: true }).catch(() => {});
    throw explainWriteError(cause, path);
  }
}

/** Writes these bytes whole or not at all. Errors: as `writeWhole`. */
export const writeBytes = (path: string, bytes: Uint8Array | string, openFile?: OpenFile): Promise<void> =>
  writeWhole(path, (file) => file.writeFile(bytes), openFile);

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((entry) => TEMPORARY.test(entry))) {
    const path = join(folder, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_MS) await rm(path, { force: true });
  }
}

const WRITE_ERRORS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room',
  EDQUOT: 'your disk quota is used up. Make room',
  EACCES: 'the folder may not be written. Change its rights',
  EPERM: 'the folder may not be written. Change its rights',
  EROFS: 'the disk is read-only. Make it writable',
  ENOTDIR: 'a part of the path is a file. Remove it',
  EEXIST: 'a part of the path is a file. Remove it',
};

function explainWriteError(cause: unknown, path: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = WRITE_ERRORS[code];
  if (reason === undefined) return cause;
  return new ReelsightError('storage', `${path} could not be written: ${reason}, or choose another cache folder.`, {
    cause,
  });
}
