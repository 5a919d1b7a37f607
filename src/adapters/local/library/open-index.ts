import {
  findIndex,
  type IndexKind,
  type Library,
  loadIndex,
  type RecognitionIndex,
  readIndex,
} from '../../../core/index.ts';
import { createFileStore } from '../file-store.ts';

/** Opens an index of the library; null where there is none. Errors: as `findIndex`, `loadIndex` and `readIndex`. */
export async function openIndex(libraryFolder: string, kind: IndexKind): Promise<RecognitionIndex | null> {
  const library: Library = { store: createFileStore(libraryFolder), prefix: '' };
  const identity = await findIndex(library, kind);
  return identity && readIndex(await loadIndex(library, kind, identity));
}
