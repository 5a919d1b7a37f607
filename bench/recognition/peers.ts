import { availableParallelism } from 'node:os';
import { ensureModel } from '../../models/ensure.ts';
import { readPictures } from '../../models/pictures.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import type { LogoPhoto } from './logo-set.ts';
import { cosine } from './measures.ts';

/** Embeddings of whole pictures, by path. */
export async function embedPictures(cacheFolder: string, paths: readonly string[]): Promise<Map<string, Float32Array>> {
  const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder });
  const classifier = await createClassifier({ ...model, threads: availableParallelism() });
  const embeddings = new Map<string, Float32Array>();
  for await (const { path, frame } of readPictures(paths, console.error)) {
    const { embeddings: found } = await classifier.infer(frame, 1);
    embeddings.set(path, found[0]);
  }
  await classifier.close();
  return embeddings;
}

/** `scores[photo][brand]`: the greatest cosine with a registered photograph of the brand. */
export async function rankByEmbedding(
  cacheFolder: string,
  brands: readonly string[],
  registered: readonly LogoPhoto[],
  asked: readonly LogoPhoto[],
): Promise<number[][]> {
  const embeddings = await embedPictures(
    cacheFolder,
    [...registered, ...asked].map(({ path }) => path),
  );
  return asked.map(({ path }) =>
    brands.map((brand) =>
      Math.max(
        ...registered
          .filter((photo) => photo.brand === brand)
          .map((photo) => cosine(embeddings.get(path)!, embeddings.get(photo.path)!)),
      ),
    ),
  );
}
