import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import { ensureModel } from '../../models/ensure.ts';
import { findPictures, readPictures } from '../../models/pictures.ts';
import { takeViews } from '../../models/scenes/picture-views.ts';
import { toUnitLength } from '../../src/core/scenes/unit-length.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import type { Places } from '../scenes/sequences.ts';

const cachedSchema = z.array(z.tuple([z.string(), z.array(z.array(z.instanceof(Uint8Array)))]));

const toBytes = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);
const toVector = (bytes: Uint8Array) => new Float32Array(Uint8Array.from(bytes).buffer);

/**
 * Unit vectors of three views of some pictures of each kind of place: FOLDER holds one folder of pictures a kind. Looking
 * at them takes a minute, so they are kept in the cache folder.
 */
export async function readPlaces(folder: string, cacheFolder: string, perClass: number): Promise<Places> {
  const counts = new Map<string, number>();
  const paths = (await findPictures(folder)).filter((path) => {
    const count = (counts.get(dirname(path)) ?? 0) + 1;
    counts.set(dirname(path), count);
    return count <= perClass;
  });
  const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder });
  const identity = createHash('sha256')
    .update(JSON.stringify([model.sha256, paths]))
    .digest('hex');
  const cachePath = join(cacheFolder, `places-${identity.slice(0, 16)}.msgpack`);
  const cached = await readFile(cachePath).catch(() => null);
  if (cached)
    return new Map(
      cachedSchema.parse(decode(cached)).map(([name, views]) => [name, views.map((v) => v.map(toVector))]),
    );

  const classifier = await createClassifier({ ...model, threads: availableParallelism() });
  const places = new Map<string, Float32Array[][]>();
  for await (const { path, frame } of readPictures(paths, console.error)) {
    const views = takeViews(frame);
    const { embeddings } = await classifier.infer(views, views.length / frame.length);
    const name = basename(dirname(path));
    places.set(name, [
      ...(places.get(name) ?? []),
      embeddings.map((vector) => toUnitLength(Float64Array.from(vector))),
    ]);
  }
  await classifier.close();
  await mkdir(cacheFolder, { recursive: true });
  const entries = [...places].map(([name, pictures]) => [name, pictures.map((views) => views.map(toBytes))]);
  await writeFile(`${cachePath}.part`, encode(entries));
  await rename(`${cachePath}.part`, cachePath);
  return places;
}
