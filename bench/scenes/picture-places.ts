import { basename, dirname } from 'node:path';
import { findPictures, readPictures, takeFirst } from '../../models/pictures.ts';
import { takeViews } from '../../models/views/picture-views.ts';
import { toUnitLength } from '../../src/core/math/unit-length.ts';
import type { Classifier } from '../../src/core/vision/inception.ts';
import type { Places } from './sequences.ts';

/** Kinds of places: one a folder, with the first pictures in it, each in three views. */
export async function embedPictures(
  folder: string,
  perClass: number,
  classifier: Classifier,
  log: (line: string) => void,
): Promise<Places> {
  const places = new Map<string, Float32Array[][]>();
  for await (const { path, frame } of readPictures(takeFirst(await findPictures(folder), perClass), log)) {
    const views = takeViews(frame);
    const { embeddings } = await classifier.infer(views, views.length / frame.length);
    const name = basename(dirname(path));
    if (!places.has(name)) log(name);
    const vectors = embeddings.map((embedding) => toUnitLength(Float64Array.from(embedding)));
    places.set(name, [...(places.get(name) ?? []), vectors]);
  }
  return places;
}
