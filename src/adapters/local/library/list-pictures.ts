import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_FORMAT_NAMES, PICTURE_NAME, ReelsightError } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';
import { resolveInside } from '../reading/index.ts';

/**
 * The files that were named, and the pictures in folders that were named, by name. Errors: kind `input` or `not-found`,
 * also for a folder without a picture, and for a link in it to what lies outside it and the folders that the user allows.
 */
export async function listPictureFiles(paths: readonly string[], allowFolders: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch((cause: unknown) => {
      throw mapFileError(cause, 'read', path);
    });
    files.push(...(entry.isDirectory() ? await listFolder(path, allowFolders) : [path]));
  }
  return [...new Set(files)];
}

async function listFolder(folder: string, allowFolders: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', folder);
  });
  const names = entries.filter((entry) => !entry.isDirectory() && PICTURE_NAME.test(entry.name));
  if (names.length === 0)
    throw new ReelsightError(
      'input',
      `There is no picture in the folder ${quoteName(folder)}. Pictures are ${IMAGE_FORMAT_NAMES.join(', ')}; folders inside are not looked into.`,
    );
  for (const { name } of names) await resolveInside(name, { base: folder, others: allowFolders });
  return names.map(({ name }) => join(folder, name)).sort();
}
