import { readdir, stat } from 'node:fs/promises';
import { basename, join, posix, relative, resolve, sep } from 'node:path';
import { DeployError } from '../errors/deploy-error.ts';
import type { FileSource } from './sync-folder.ts';

export interface Include {
  /** A folder or a file, below the folder of the service or absolute. */
  readonly from: string;
  /** Where a folder's content, or a file, lies in the source; ends in `/` for a file that keeps its name. */
  readonly to?: string | undefined;
}

/** Made by the plugin, or taken away by Google's build. */
const TAKEN = /^(index\.cjs|package\.json|package-lock\.json|node_modules)(\/|$)/;

/** Lists what goes into a function's source beside its code. Errors: DeployError for what is not there or may not be. */
export async function listIncludes(
  key: string,
  serviceDir: string,
  includes: readonly Include[],
): Promise<[string, FileSource][]> {
  const lists = await Promise.all(
    includes.map(async ({ from, to }) => {
      const where = `functions.${key}.include: ${from}`;
      const source = resolve(serviceDir, from);
      const found = await stat(source).catch(() => null);
      if (!found) throw new DeployError(`${where} does not exist (${source}). Build it first, or correct its name.`);
      const files = found.isDirectory()
        ? await listFolder(source, to ?? relative(serviceDir, source))
        : [[to === undefined || to.endsWith('/') ? posix.join(to ?? '', basename(source)) : to, source] as const];
      if (files.length === 0) throw new DeployError(`${where} is empty. Build it first, or correct its name.`);
      return await Promise.all(files.map(([path, file]) => describe(where, path, file)));
    }),
  );
  return lists.flat();
}

async function listFolder(folder: string, to: string): Promise<(readonly [string, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [posix.join(to.split(sep).join('/'), relative(folder, file).split(sep).join('/')), file] as const);
}

async function describe(where: string, path: string, file: string): Promise<[string, FileSource]> {
  const target = posix.normalize(path).replace(/^\.\//, '');
  if (target.startsWith('/') || target.startsWith('..'))
    throw new DeployError(`${where} would lie at ${path}, outside the source. Let \`to\` name a place below it.`);
  if (TAKEN.test(target))
    throw new DeployError(
      `${where} would lie at ${target}, which the plugin or Google's build puts there. Let \`to\` name another place.`,
    );
  // Follows links: a zip of Google's has none.
  const { mode } = await stat(file);
  return [target, { from: file, isExecutable: (mode & 0o111) !== 0 }];
}
