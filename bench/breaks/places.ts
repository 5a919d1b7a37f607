import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findPictures, takeFirst } from '../../models/pictures.ts';
import { findModel, openNetwork } from '../harness/open.ts';
import { embedPictures } from '../scenes/picture-places.ts';
import { keepPlaces } from '../scenes/places-file.ts';
import type { Places } from '../scenes/sequences.ts';

/**
 * Unit vectors of three views of some pictures of each kind of place: FOLDER holds one folder of pictures a kind. Looking
 * at them takes a minute, so they are kept in the cache folder, under a name that says of which network and pictures.
 */
export async function readPlaces(
  folder: string,
  cacheFolder: string,
  perClass: number,
  progress: (line: string) => void,
): Promise<Places> {
  const model = await findModel({ cacheFolder });
  const paths = takeFirst(await findPictures(folder), perClass);
  const identity = createHash('sha256')
    .update(JSON.stringify([model.sha256, paths]))
    .digest('hex');
  await mkdir(cacheFolder, { recursive: true });
  return keepPlaces(join(cacheFolder, `places-${identity.slice(0, 16)}.msgpack`), async () => {
    const { classifier } = await openNetwork({ cacheFolder, threads: availableParallelism() });
    try {
      return await embedPictures(folder, perClass, classifier, progress);
    } finally {
      await classifier.close();
    }
  });
}
