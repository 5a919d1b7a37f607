import { type IndexKind, type Library, loadIndex } from '../library.ts';
import type { IndexIdentity } from '../report.ts';
import { type RecognitionIndex, readIndex } from './index-file.ts';

/** Opens an index of the library. Errors: as `loadIndex` and `readIndex`. */
export const openIndex = async (
  library: Library,
  kind: IndexKind,
  identity: Pick<IndexIdentity, 'sha256'>,
): Promise<RecognitionIndex> => readIndex(await loadIndex(library, kind, identity));
