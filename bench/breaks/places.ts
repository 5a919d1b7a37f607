import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureModel } from '../../models/ensure.ts';
import { findPictures, takeFirst } from '../../models/pictures.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { embedPictures } from '../scenes/picture-places.ts';
import { keepPlaces } from '../scenes/places-file.ts';
import type { Places } from '../scenes/sequences.ts';

/**
 * Unit vectors of three views of some pictures of each kind of place: FOLDER holds one folder of pictures a kind. Looking
 * at them takes a minute, so they are kept in the cache folder, under a name that says of which network and pictures.
 */
export async function readPlaces(folder: string, cacheFolder: string, perClass: number): Promise<Places> {
  const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder });
  const paths = takeFirst(await findPictures(folder), perClass);
  const identity = createHash('sha256')
    .update(JSON.stringify([model.sha256, paths]))
    .digest('hex');
  await mkdir(cacheFolder, { recursive: true });
  return keepPlaces(join(cacheFolder, `places-${identity.slice(0, 16)}.msgpack`), async () => {
    const classifier = await createClassifier({ ...model, threads: availableParallelism() });
    try {
      return await embedPictures(folder, perClass, classifier, console.error);
    } finally {
      await classifier.close();
    }
  });
}
