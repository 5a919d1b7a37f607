import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { MAX_LIST_BYTES, readText } from '../reading/index.ts';
import { openStaging, resolveFolder } from './staging.ts';

/** A folder of files that a list beside them names. It holds a whole result or none. */
export interface OwnFolder {
  readonly path: string;
  /** An empty folder that the files are made in. */
  readonly readyFolder: string;
  /** For working files; goes away with `discard`. */
  readonly workFolder: string;
  /** Puts the files and, last, their list in place. */
  publish(files: readonly string[], list: Readonly<Record<string, unknown>>): Promise<void>;
  /** Removes every working file. */
  discard(): Promise<void>;
}

/** What a list must say for its folder to be ours: who made it, and which files. */
const listSchema = z.object({ madeBy: z.string(), files: z.array(z.string()) });

/**
 * Makes sure before any work that a folder can take files, and that nothing would make way but what the same command left
 * there. Errors: kind `input` or `storage`, naming the folder.
 *
 * @param listName file name of the list
 * @param madeBy the command, as the list names it
 */
export async function openOwnFolder(folder: string, listName: string, madeBy: string): Promise<OwnFolder> {
  const path = resolveFolder(folder);
  const listEarlier = async (): Promise<string[]> => {
    const text = await readText(join(path, listName), { maxBytes: MAX_LIST_BYTES }).catch(() => 'null');
    const list = listSchema.safeParse(parseJson(text)).data;
    return list?.madeBy === madeBy ? [...list.files.filter((name) => basename(name) === name), listName] : [];
  };
  const refuse = (names: readonly string[]) => {
    if (names.length > 0)
      throw new ReelsightError(
        'input',
        `${JSON.stringify(path)} holds ${names
          .slice(0, 3)
          .map((name) => JSON.stringify(name))
          .join(
            ', ',
          )}${names.length > 3 ? ', ...' : ''}, which no earlier ${madeBy} left there. Choose another folder with --out.`,
      );
  };
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw mapFileError(error, 'write', path);
  });
  const earlier = await listEarlier();
  refuse(entries.filter((name) => !earlier.includes(name)));
  const staging = await openStaging(path);
  const [readyFolder, workFolder] = [join(staging.path, 'ready'), join(staging.path, 'work')];
  try {
    await mkdir(readyFolder);
    await mkdir(workFolder);
  } catch (cause) {
    await staging.discard();
    throw mapFileError(cause, 'write', path);
  }
  return {
    path,
    readyFolder,
    workFolder,
    async publish(files, list) {
      try {
        const text = `${JSON.stringify({ madeBy, files, ...list }, null, 2)}\n`;
        await writeFile(join(readyFolder, listName), text);
        await mkdir(path, { recursive: true });
        const old = await listEarlier();
        // Somebody may have put something there in the meantime.
        refuse((await readdir(path)).filter((name) => !old.includes(name) && name !== basename(staging.path)));
        for (const name of old.toReversed()) await rm(join(path, name), { force: true });
        for (const name of [...files, listName]) await rename(join(readyFolder, name), join(path, name));
      } catch (cause) {
        throw mapFileError(cause, 'write', path);
      }
    },
    discard: staging.discard,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
