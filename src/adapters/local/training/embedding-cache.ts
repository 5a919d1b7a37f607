import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBytes } from '../../../../models/files.ts';
import { INPUT_VERSION } from '../../../core/index.ts';

/** Keeps embeddings, so that a second training does not look at the same pictures again. */
export interface EmbeddingCache {
  /** null when it is not there. `digest` is of the picture's file, `view` how it was varied. */
  read(digest: string, view: string): Promise<Float32Array | null>;
  write(digest: string, view: string, embedding: Float32Array): Promise<void>;
}

/** A folder of the cache for one model: another model, other layers, or frames prepared in another way give other embeddings. */
export function openEmbeddingCache(cacheFolder: string, modelSha256: string, size: number): EmbeddingCache {
  const folder = join(cacheFolder, 'embeddings', `${modelSha256.slice(0, 16)}-${INPUT_VERSION}`);
  // Folders of some hundred files each: some file systems are slow with more.
  const pathOf = (digest: string, view: string) =>
    join(folder, digest.slice(0, 2), `${digest.slice(2, 40)}-${view}.f32`);
  return {
    async read(digest, view) {
      const bytes = await readFile(pathOf(digest, view)).catch(() => null);
      // A file of another length is not an answer.
      if (bytes?.length !== size * 4) return null;
      return new Float32Array(Uint8Array.from(bytes).buffer);
    },
    write: (digest, view, embedding) =>
      writeBytes(pathOf(digest, view), new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength)),
  };
}
