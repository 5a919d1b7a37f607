import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Classifier, INPUT_VERSION } from '../../../src/core/vision/inception.ts';
import { hashBytes } from '../../../src/core/vision/model-file.ts';
import { writeBytes } from '../../files.ts';
import { readPictures } from '../../pictures.ts';

/**
 * Embeddings of pictures, by path: each is computed once and kept under the cache folder by the picture's bytes and the
 * network's. What cannot be decoded is reported and left out.
 */
export async function embedPictures(
  paths: readonly string[],
  classifier: Classifier,
  cacheFolder: string,
  report: (line: string) => void,
): Promise<ReadonlyMap<string, Float32Array>> {
  const folder = join(cacheFolder, 'head-embeddings', `${classifier.sha256.slice(0, 16)}-${INPUT_VERSION}`);
  const found = new Map<string, Float32Array>();
  const files = new Map<string, string>();
  for (const path of paths) {
    const file = join(folder, `${hashBytes(await readFile(path))}.f32`);
    files.set(path, file);
    const bytes = await readFile(file).catch(() => null);
    if (bytes?.length === classifier.embeddingSize * 4)
      found.set(path, new Float32Array(Uint8Array.from(bytes).buffer));
  }
  const missing = paths.filter((path) => !found.has(path));
  for await (const { path, frame } of readPictures(missing, report)) {
    const embedding = (await classifier.infer(frame, 1)).embeddings[0];
    await writeBytes(files.get(path)!, new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength));
    found.set(path, embedding);
    if (found.size % 200 === 0) report(`${found.size} of ${paths.length} pictures`);
  }
  return found;
}
