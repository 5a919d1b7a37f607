import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ObjectStore } from '../../core/index.ts';
import { mapFileError } from './errors.ts';

/** An object store in a folder: a key is a path below it. */
export function createFileStore(folder: string): ObjectStore {
  return {
    async put(key, bytes) {
      const path = join(folder, key);
      const temporaryPath = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true });
        // No fsync: a working file that a crash took is measured again. (The npm package write-file-atomic takes a
        // short write, which is how a full disk shows first, for a whole one.)
        await writeFile(temporaryPath, bytes);
        await rename(temporaryPath, path);
      } catch (cause) {
        await rm(temporaryPath, { force: true }).catch(() => {});
        throw mapFileError(cause, 'write', path);
      }
    },
    async get(key) {
      const path = join(folder, key);
      try {
        return await readFile(path);
      } catch (cause) {
        throw mapFileError(cause, 'read', path);
      }
    },
  };
}
