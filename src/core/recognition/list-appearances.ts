import type { Library } from '../library.ts';
import type { FrameDetections } from '../measurements/detections.ts';
import { divideAmongSamples } from '../measurements/sample-cells.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { DetectionTargets } from './detector.ts';
import type { RecognitionIndex } from './index-file.ts';
import { type Appearance, joinDetections } from './join-detections.ts';
import { openIndex } from './open-index.ts';

/** Brands and products of a video, before their pictures are known. */
export interface Appearances {
  readonly brands: readonly Appearance[];
  readonly products: readonly Appearance[];
}

/** Joins what every sampled frame showed of brands and products, in frame order. */
export function listAppearances(input: {
  detections: readonly (FrameDetections & { readonly frame: number })[];
  brands: Pick<RecognitionIndex, 'items'> | null;
  products: Pick<RecognitionIndex, 'items'> | null;
  shots: readonly ShotSpan[];
  grid: FrameGrid;
}): Appearances {
  const { detections, shots, grid } = input;
  const cells = divideAmongSamples(
    detections.map(({ frame }) => frame),
    shots,
    grid.frameCount,
  );
  const join = (kind: 'brands' | 'products') => {
    const index = input[kind];
    if (index === null) return [];
    const samples = detections.map((sample) => ({ frame: sample.frame, detections: sample[kind] }));
    return joinDetections({ samples, cells, shots, itemCount: index.items.length, grid });
  };
  return { brands: join('brands'), products: join('products') };
}

/** null: nothing of it was seen, or it was not assessed. */
export interface OpenIndexes {
  readonly brands: RecognitionIndex | null;
  readonly products: RecognitionIndex | null;
}

/**
 * Opens the indexes of what was seen, for its names: a large catalogue need not be read to say that nothing of it was.
 * Errors: as `openIndex`.
 */
export async function openIndexes(
  library: Library,
  { brandIndex, catalogue }: DetectionTargets,
  detections: readonly FrameDetections[],
): Promise<OpenIndexes> {
  const wasSeen = (kind: keyof FrameDetections) => detections.some((frame) => frame[kind].length > 0);
  return {
    brands: brandIndex && wasSeen('brands') ? await openIndex(library, 'brands', brandIndex) : null,
    products: catalogue && wasSeen('products') ? await openIndex(library, 'catalogue', catalogue) : null,
  };
}
