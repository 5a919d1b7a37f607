import { randomUUID } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';

/** Makes sure before any work that a file can be written there. Errors: kind `input`, `not-found` or `storage`. */
export async function checkTarget(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (path === '' || found?.isDirectory())
    throw new ReelsightError('input', `${JSON.stringify(path)} is not a file name. Give one, such as rooms.json.`);
  const trial = `${path}.${randomUUID()}.partial`;
  await writeFile(trial, '', { flag: 'wx' })
    .then(() => rm(trial))
    .catch((cause: unknown) => {
      throw mapFileError(cause, 'write', path);
    });
}

/** Writes all of the files or none, beside their places first. Errors: kind `input` or `storage`, naming the file. */
export async function writeAll(files: readonly (readonly [path: string, text: string])[]): Promise<void> {
  const partial = files.map(([path, text]) => ({ path, text, temporary: `${path}.${randomUUID()}.partial` }));
  try {
    for (const { path, text, temporary } of partial) {
      try {
        await writeFile(temporary, text, { flag: 'wx' });
      } catch (cause) {
        throw mapFileError(cause, 'write', path);
      }
    }
    for (const { path, temporary } of partial)
      await rename(temporary, path).catch((cause: unknown) => {
        throw mapFileError(cause, 'write', path);
      });
  } finally {
    for (const { temporary } of partial) await rm(temporary, { force: true }).catch(() => {});
  }
}
