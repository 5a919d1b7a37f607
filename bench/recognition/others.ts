import { availableParallelism } from 'node:os';
import { readPictures } from '../../models/pictures.ts';
import { openNetwork } from '../harness/open.ts';
import { cosine } from '../harness/statistics.ts';
import type { LogoPhoto } from './logo-set.ts';

/** Embeddings of whole pictures, by path. */
export async function embedPictures(
  cacheFolder: string,
  paths: readonly string[],
  progress: (line: string) => void,
): Promise<Map<string, Float32Array>> {
  const { classifier } = await openNetwork({ cacheFolder, threads: availableParallelism() });
  const embeddings = new Map<string, Float32Array>();
  for await (const { path, frame } of readPictures(paths, progress)) {
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
  progress: (line: string) => void,
): Promise<number[][]> {
  const embeddings = await embedPictures(
    cacheFolder,
    [...registered, ...asked].map(({ path }) => path),
    progress,
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
