import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PICTURE_EXTENSIONS } from '../../../../models/pictures.ts';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';

/** A picture or video that the user gave, and what it shows. */
export interface Example {
  readonly path: string;
  /** As messages name it. */
  readonly name: string;
  readonly classes: readonly string[];
  readonly isVideo: boolean;
}

const VIDEO_EXTENSIONS = /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|ts|mts|m2ts|wmv|flv|ogv|3gp|gif)$/i;

/** Whether a file's name is that of a video, of a picture, or of neither. */
export const isVideoName = (name: string): boolean => VIDEO_EXTENSIONS.test(name);
export const isExampleName = (name: string): boolean => PICTURE_EXTENSIONS.test(name) || isVideoName(name);

/**
 * Finds pictures and videos in a folder that holds a folder for each class, by path in code unit order. Errors: kind
 * `input` when there are none.
 */
export async function findExamples(folder: string): Promise<Example[]> {
  const entries = await readFolder(folder);
  const examples: Example[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const paths = await listFiles(join(folder, entry.name));
    examples.push(...paths.map((path) => describe(folder, path, [entry.name])));
  }
  if (examples.length === 0)
    throw new ReelsightError(
      'input',
      `There is no picture and no video in the folders of ${JSON.stringify(folder)}. Give a folder that holds a folder of pictures (JPEG, PNG, WebP, BMP) or videos for each class.`,
    );
  return examples;
}

/** Finds pictures and videos of no class in a folder. Errors: as `findExamples`. */
export async function findBackground(folder: string): Promise<Example[]> {
  const paths = await listFiles(folder);
  if (paths.length === 0)
    throw new ReelsightError('input', `There is no picture and no video in ${JSON.stringify(folder)}.`);
  return paths.map((path) => describe(folder, path, []));
}

const describe = (folder: string, path: string, classes: readonly string[]): Example => ({
  path,
  name: join(basename(resolve(folder)), path.slice(resolve(folder).length + 1)),
  classes,
  isVideo: isVideoName(path),
});

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readFolder(folder, true);
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && isExampleName(entry.name))
    .map((entry) => resolve(join(entry.parentPath, entry.name)))
    .sort();
}

async function readFolder(folder: string, recursive = false) {
  const entries = await readdir(folder, { withFileTypes: true, recursive }).catch((cause: unknown) => {
    throw mapFileError(cause, 'read', folder);
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
