import { mkdir, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';

/** Longest name of a file on common file systems, in bytes. */
const MAX_NAME_BYTES = 255;

/** `<video name><suffix>`, without what a terminal or a file system would stumble over. */
export function nameFolder(videoName: string, suffix: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced.
  const characters = [...videoName.replace(/[\u0000-\u001f\u007f/\\]/g, '_')];
  const tooLong = () => Buffer.byteLength(`.${characters.join('')}${suffix}-partial-XXXXXX`) > MAX_NAME_BYTES;
  while (tooLong()) characters.pop();
  return `${characters.join('')}${suffix}`;
}

/** The path of an output folder. Errors: kind `input` for an empty name, which would be the current folder. */
export function resolveFolder(folder: string): string {
  if (folder === '') throw new ReelsightError('input', 'The name of the output folder is empty (""). Give a folder.');
  return resolve(folder);
}

/** A hidden folder that results are made in before they go to their place. */
export interface Staging {
  readonly path: string;
  /** Removes it, and the folders that were made for it as far as they are empty. */
  discard(): Promise<void>;
}

/**
 * Makes a hidden folder beside `folder`, or in it where it is there already and must take files itself: a rename from
 * one to the other copies nothing. Errors: kind `input` or `storage`, naming the folder.
 */
export async function openStaging(folder: string): Promise<Staging> {
  try {
    const madeFolder = await mkdir(dirname(folder), { recursive: true });
    const existing = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    const path = await mkdtemp(join(existing ? folder : dirname(folder), `.${basename(folder)}-partial-`));
    return {
      path,
      async discard() {
        await rm(path, { recursive: true, force: true, maxRetries: 3 });
        if (madeFolder) await removeEmpty(dirname(folder), madeFolder);
      },
    };
  } catch (cause) {
    throw mapFileError(cause, 'write', folder);
  }
}

/** Removes `folder` and those above it up to `last`, as far as they are empty. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  for (let path = folder; path.startsWith(last); path = dirname(path)) {
    const isGone = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}
