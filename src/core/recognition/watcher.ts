import type { IndexKind, Library } from '../library.ts';
import type { DetailPicture } from '../measurements/detail-picture.ts';
import type { FrameSightings } from '../measurements/sighting.ts';
import type { IndexIdentity } from '../report.ts';
import { createFeatureExtractor } from './features.ts';
import { openIndex } from './open-index.ts';
import { createRecogniser, type Recogniser } from './recogniser.ts';

/** Looks for all brands and products that an analysis knows. */
export interface Watcher {
  /** Depends on the picture and the indexes alone. */
  look(picture: DetailPicture): Promise<FrameSightings>;
}

/** Which indexes an analysis looks things up in. */
export interface WatchList {
  readonly brandIndex: IndexIdentity | null;
  readonly catalogue: IndexIdentity | null;
}

/**
 * Gives the watcher of an analysis; null where there is nothing to look for, so that frames need not even be decoded for
 * it. Indexes are read once: the last ones are kept for the next chunk.
 *
 * Errors: kind `not-found` or `input` for an index that is gone, damaged, or of another version.
 */
export function createWatcherLoader(library: Library): (list: WatchList) => Promise<Watcher | null> {
  let last: { readonly key: string; readonly watcher: Promise<Watcher | null> } | null = null;
  return (list) => {
    const key = `${list.brandIndex?.sha256} ${list.catalogue?.sha256}`;
    if (last?.key !== key) {
      last = { key, watcher: openWatcher(library, list) };
      // What could not be read is tried again by the next chunk.
      last.watcher.catch(() => {
        last = null;
      });
    }
    return last.watcher;
  };
}

async function openWatcher(library: Library, { brandIndex, catalogue }: WatchList): Promise<Watcher | null> {
  // Finding a picture's features is most of the work: both share it.
  const extractor = createFeatureExtractor();
  const open = async (kind: IndexKind, identity: IndexIdentity | null): Promise<Recogniser | null> =>
    identity === null || identity.items === 0
      ? null
      : createRecogniser(await openIndex(library, kind, identity), { extractor });
  const brands = await open('brands', brandIndex);
  const products = await open('catalogue', catalogue);
  if (!brands && !products) return null;
  return {
    async look(picture) {
      return {
        brands: brands?.look(picture) ?? [],
        products: products?.look(picture) ?? [],
      };
    },
  };
}
