import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError, quoteName } from '../errors.ts';

/** Where a list, or a folder of pictures, may have its files. */
export interface AllowedFolders {
  /** The list's own folder, which its paths are relative to. */
  readonly base: string;
  /** Others that the user allows. */
  readonly others: readonly string[];
}

/**
 * The real path of a file that a list names: it lies in the list's folder or in one that the user allows, also after
 * `..` and links. So a list from elsewhere can name no other file of this machine. Errors: kind `input` or `not-found`.
 */
export async function resolveInside(name: string, { base, others }: AllowedFolders): Promise<string> {
  const folders = [base, ...others].map((folder) => resolve(folder));
  const realFolders = await Promise.all(folders.map(findReal));
  const path = resolve(base, name);
  // Before the file is touched: a name of another machine's file would make a connection.
  if (![...folders, ...realFolders].some((folder) => isInside(folder, path))) throw outside(name, base);
  const real = await findReal(path);
  if (!realFolders.some((folder) => isInside(folder, real))) throw outside(name, base);
  return real;
}

const findReal = (path: string): Promise<string> =>
  realpath(path).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', path);
  });

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

const outside = (name: string, base: string): ReelsightError =>
  new ReelsightError(
    'input',
    `${quoteName(name)} lies outside the folder ${quoteName(base)}, or is a link out of it. Copy it there, or allow its folder with --allow-folder.`,
  );
