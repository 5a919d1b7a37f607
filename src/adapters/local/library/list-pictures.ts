import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_FORMAT_NAMES, PICTURE_NAME, ReelsightError } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';

/**
 * The files that were named, and the pictures in folders that were named, by name. Errors: kind `input` or `not-found`,
 * also for a folder without a picture.
 */
export async function listPictureFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch((cause: unknown) => {
      throw mapFileError(cause, 'read', path);
    });
    files.push(...(entry.isDirectory() ? await listFolder(path) : [path]));
  }
  return [...new Set(files)];
}

async function listFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', folder);
  });
  const names = entries.filter((entry) => !entry.isDirectory() && PICTURE_NAME.test(entry.name));
  if (names.length === 0)
    throw new ReelsightError(
      'input',
      `There is no picture in the folder ${quoteName(folder)}. Pictures are ${IMAGE_FORMAT_NAMES.join(', ')}; folders inside are not looked into.`,
    );
  return names.map(({ name }) => join(folder, name)).sort();
}
