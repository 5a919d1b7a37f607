import { join } from 'node:path';
import { nameFolder } from '../files/staging.ts';

/** Names the folder of a video's results, by the video's name. */
export type NameFolder = (videoName: string) => string;

/**
 * Where the results of several videos go: `FOLDER/<video name><suffix>` each, or here. Videos of the same name, also by a
 * file system that does not tell capitals apart, get `-2`, `-3`, ...
 */
export function createFolderNames(folder: string | undefined, suffix: string): NameFolder {
  const taken = new Set<string>();
  return (videoName) => {
    for (let number = 1; ; number++) {
      const name = nameFolder(videoName, number === 1 ? suffix : `-${number}${suffix}`);
      const key = name.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return folder === undefined ? name : join(folder, name);
    }
  };
}
