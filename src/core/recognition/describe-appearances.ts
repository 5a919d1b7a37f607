import type { BrandAppearance, ProductListing } from '../report.ts';
import type { RecognitionIndex } from './index-file.ts';
import type { Appearance } from './join-detections.ts';

type ThumbnailOf = (frame: number) => string | null;

/** Brands as the report tells of them. */
export const describeBrands = (
  appearances: readonly Appearance[],
  index: RecognitionIndex | null,
  thumbnailOf: ThumbnailOf,
): BrandAppearance[] =>
  appearances.map((appearance) => ({
    name: index!.items[appearance.item].title,
    ...describe(appearance, thumbnailOf),
  }));

/** Products as the report tells of them: the catalogue's id, title and link. */
export const describeProducts = (
  appearances: readonly Appearance[],
  index: RecognitionIndex | null,
  thumbnailOf: ThumbnailOf,
): ProductListing[] =>
  appearances.map((appearance) => {
    const { id, title, facts } = index!.items[appearance.item];
    return {
      productId: id,
      title,
      url: facts['link'] ?? null,
      imageUrl: facts['imageLink'] ?? null,
      ...describe(appearance, thumbnailOf),
    };
  });

const describe = (
  { confidence, screenTimeSeconds, evidence, segments }: Appearance,
  thumbnailOf: ThumbnailOf,
): Omit<BrandAppearance, 'name'> => ({
  confidence,
  screenTimeSeconds,
  evidence,
  segments: segments.map(({ startSeconds, endSeconds, confidence: sure, frame, box: [left, top, right, bottom] }) => ({
    startSeconds,
    endSeconds,
    confidence: sure,
    frame,
    thumbnail: thumbnailOf(frame),
    box: { left, top, right, bottom },
  })),
});
