import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type ObjectStore, ReelsightError } from '../../core/index.ts';
import { mapFileError } from './errors.ts';
import { MAX_OBJECT_BYTES, readBytes } from './reading/index.ts';

const TEMPORARY = '.tmp';

/** An object store in a folder: a key is a path below it. */
export function createFileStore(folder: string): ObjectStore {
  /** Writes a temporary file beside the object's, which `place` then gives its name. */
  async function write(key: string, bytes: Uint8Array, place: (from: string, to: string) => Promise<void>) {
    const path = join(folder, key);
    const temporaryPath = `${path}.${randomUUID()}${TEMPORARY}`;
    try {
      await mkdir(dirname(path), { recursive: true });
      // No fsync: a working file that a crash took is measured again. (The npm package write-file-atomic takes a
      // short write, which is how a full disk shows first, for a whole one.)
      await writeFile(temporaryPath, bytes);
      await place(temporaryPath, path);
    } catch (cause) {
      throw mapFileError(cause, 'write', path);
    } finally {
      // A rename has left none.
      await rm(temporaryPath, { force: true }).catch(() => {});
    }
  }

  return {
    put: (key, bytes) => write(key, bytes, rename),
    async create(key, bytes) {
      try {
        // Unlike a rename, a link does not replace.
        await write(key, bytes, link);
        return true;
      } catch (error) {
        if (error instanceof ReelsightError && error.context['code'] === 'EEXIST') return false;
        throw error;
      }
    },
    get: (key) => readBytes(join(folder, key), { maxBytes: MAX_OBJECT_BYTES }),
    async *list(prefix) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw mapFileError(cause, 'read', folder);
      });
      const keys = entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(TEMPORARY))
        .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'))
        .filter((key) => key.startsWith(prefix));
      for (const key of keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
        yield { key, sizeBytes: (await stat(join(folder, key))).size };
    },
  };
}
