import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ReelsightError } from '../errors.ts';

export interface PackagedFfprobe {
  readonly path: string;
  /** Of the build, for example `20230721-c2b3861`. */
  readonly version: string;
}

/** The ffprobe of @ffprobe-installer; null where it has none for the system. */
export function locatePackagedFfprobe(): PackagedFfprobe | null {
  try {
    const { path, version } = createRequire(import.meta.url)('@ffprobe-installer/ffprobe') as PackagedFfprobe;
    return { path, version };
  } catch {
    return null;
  }
}

/** Whether this user may start the file at that path. */
export const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * The packaged ffprobe as a program that starts. npm unpacks it without the executable bit, which only its install script
 * sets, and for its owner alone: where that did not run, or the packages are another's, a copy with the bit is kept in
 * `cacheFolder`.
 * Errors: kind `environment` when no copy can be made.
 */
export async function makeStartable({ path, version }: PackagedFfprobe, cacheFolder: string): Promise<string> {
  if (await isProgram(path)) return path;
  const folder = join(cacheFolder, 'ffprobe');
  const copy = join(folder, `ffprobe-${version}`);
  try {
    if ((await isProgram(copy)) && (await stat(copy)).size === (await stat(path)).size) return copy;
    await mkdir(folder, { recursive: true });
    // Several processes may do the same at once: each in a folder of its own, whose file takes the place at once.
    const temporary = await mkdtemp(join(folder, 'copy-'));
    try {
      const file = join(temporary, 'ffprobe');
      await copyFile(path, file);
      await chmod(file, 0o755);
      await rename(file, copy);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
    return copy;
  } catch (cause) {
    throw new ReelsightError(
      'environment',
      `The packaged ffprobe may not be started by this user: ${path} has no executable bit, as where npm runs no install scripts, and no copy of it could be kept in ${folder}. Run \`chmod a+x ${path}\`, make that folder writable, or name another ffprobe in FFPROBE_PATH.`,
      { cause },
    );
  }
}
