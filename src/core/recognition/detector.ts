import type { IndexKind, Library } from '../library.ts';
import type { DetailPicture } from '../measurements/detail-picture.ts';
import type { FrameDetections } from '../measurements/detections.ts';
import type { IndexIdentity } from '../report.ts';
import { createFeatureExtractor } from './features.ts';
import { openIndex } from './open-index.ts';
import { createRecogniser, type Recogniser } from './recogniser.ts';

/** Detects all brands and products that an analysis knows. */
export interface Detector {
  /** Depends on the picture and the indexes alone. */
  detect(picture: DetailPicture): Promise<FrameDetections>;
}

/** Which indexes an analysis looks things up in. */
export interface DetectionTargets {
  readonly brandIndex: IndexIdentity | null;
  readonly catalogue: IndexIdentity | null;
}

/**
 * Gives the detector of an analysis; null where there is nothing to search for, so that frames need not even be decoded
 * for it. Indexes are read once: the last ones are kept for the next chunk.
 *
 * Errors: kind `not-found` or `input` for an index that is gone, damaged, or of another version.
 */
export function createDetectorLoader(library: Library): (targets: DetectionTargets) => Promise<Detector | null> {
  let last: { readonly key: string; readonly detector: Promise<Detector | null> } | null = null;
  return (targets) => {
    const key = `${targets.brandIndex?.sha256} ${targets.catalogue?.sha256}`;
    if (last?.key !== key) {
      last = { key, detector: openDetector(library, targets) };
      // What could not be read is tried again by the next chunk.
      last.detector.catch(() => {
        last = null;
      });
    }
    return last.detector;
  };
}

async function openDetector(library: Library, { brandIndex, catalogue }: DetectionTargets): Promise<Detector | null> {
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
    async detect(picture) {
      return {
        brands: brands?.detect(picture) ?? [],
        products: products?.detect(picture) ?? [],
      };
    },
  };
}
