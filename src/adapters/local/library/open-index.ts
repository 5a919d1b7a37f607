import { findIndex, type IndexKind, openIndex, type RecognitionIndex } from '../../../core/index.ts';
import { openLibraryFolder } from './open-library.ts';

/** Opens the index that a library folder has now; null where there is none. Errors: as `findIndex` and `openIndex`. */
export async function openLatestIndex(libraryFolder: string, kind: IndexKind): Promise<RecognitionIndex | null> {
  const library = openLibraryFolder(libraryFolder);
  const identity = await findIndex(library, kind);
  return identity && openIndex(library, kind, identity);
}
