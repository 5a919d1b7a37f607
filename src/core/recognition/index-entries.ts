import type { FeatureExtractor, LocalFeatures } from './features.ts';
import type { IndexPicture, ItemKind } from './index-item.ts';
import { DESCRIPTOR_SIZE } from './sift/descriptor.ts';
import { SIGNATURE_WORDS, signaturesOf } from './signature.ts';
import { cellsOf, learnWords, type Words } from './words.ts';

/** Features kept of a picture. Catalogues are large, and their pictures show little else than the product. */
const MAX_FEATURES: Record<ItemKind, number> = { brands: 500, products: 300 };

/** The features of all registered pictures, ordered by the cell they lie in; one of each a feature. */
export interface IndexEntries {
  /** [cells + 1]: where each cell begins; the last says where all end. */
  readonly cellStarts: Uint32Array;
  /** [count, 4] */
  readonly signatures: Uint32Array;
  /** Which registered picture. */
  readonly pictures: Uint32Array;
  /** Place, in sixteenths of a pixel. */
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  /** See `decodeSize` and `decodeAngle`. */
  readonly sizes: Uint8Array;
  readonly angles: Uint8Array;
}

/** Steps of a place in a pixel. */
export const PLACE_STEPS = 16;
const SIZE_STEPS = 24;
const SMALLEST_LOG = -2;

const encodeSize = (size: number): number =>
  Math.min(255, Math.max(0, Math.round((Math.log2(size) - SMALLEST_LOG) * SIZE_STEPS)));
/** Sigma in pixels, right to 1.5 percent. */
export const decodeSize = (code: number): number => 2 ** (code / SIZE_STEPS + SMALLEST_LOG);
const encodeAngle = (angle: number): number => Math.round((angle * 128) / Math.PI) & 255;
/** Radians, right to 0.7 degrees. */
export const decodeAngle = (code: number): number => (code * Math.PI) / 128;

/** The features of a picture that an index keeps, alone in memory: what a large catalogue is collected as. */
export function keepIndexed(kind: ItemKind, features: LocalFeatures): LocalFeatures {
  const count = Math.min(features.count, MAX_FEATURES[kind]);
  const { width, height, x, y, size, angle, descriptors } = features;
  const first = (values: Float32Array) => values.slice(0, count);
  return {
    ...{ count, width, height, x: first(x), y: first(y), size: first(size), angle: first(angle) },
    descriptors: descriptors.slice(0, count * DESCRIPTOR_SIZE),
  };
}

export function collectEntries(
  kind: ItemKind,
  pictures: readonly IndexPicture[],
  extractor: FeatureExtractor,
): { words: Words; entries: IndexEntries } {
  const kept = pictures.map(({ picture }) => {
    const features = 'descriptors' in picture ? picture : extractor.extract(picture);
    return { features, count: Math.min(features.count, MAX_FEATURES[kind]) };
  });
  const descriptors = joinBytes(
    kept.map(({ features, count }) => features.descriptors.subarray(0, count * DESCRIPTOR_SIZE)),
  );
  const words = learnWords(descriptors);
  const owners = kept.flatMap(({ features, count }, picture) =>
    Array.from({ length: count }, (_, feature) => ({ features, picture, feature })),
  );
  return { words, entries: orderByCell(owners, descriptors, words) };
}

function orderByCell(
  owners: readonly { features: LocalFeatures; picture: number; feature: number }[],
  descriptors: Uint8Array,
  words: Words,
): IndexEntries {
  const cells = cellsOf(descriptors, words);
  const cellStarts = new Uint32Array(words.count ** 2 + 1);
  for (const cell of cells) cellStarts[cell + 1]++;
  for (let i = 1; i < cellStarts.length; i++) cellStarts[i] += cellStarts[i - 1];
  const signatures = signaturesOf(descriptors);
  const count = owners.length;
  const entries = {
    cellStarts,
    signatures: new Uint32Array(count * SIGNATURE_WORDS),
    pictures: new Uint32Array(count),
    x: new Uint16Array(count),
    y: new Uint16Array(count),
    sizes: new Uint8Array(count),
    angles: new Uint8Array(count),
  };
  const next = cellStarts.slice();
  owners.forEach(({ features, picture, feature }, i) => {
    const at = next[cells[i]]++;
    const from = i * SIGNATURE_WORDS;
    entries.signatures.set(signatures.subarray(from, from + SIGNATURE_WORDS), at * SIGNATURE_WORDS);
    entries.pictures[at] = picture;
    entries.x[at] = Math.round(features.x[feature] * PLACE_STEPS);
    entries.y[at] = Math.round(features.y[feature] * PLACE_STEPS);
    entries.sizes[at] = encodeSize(features.size[feature]);
    entries.angles[at] = encodeAngle(features.angle[feature]);
  });
  return entries;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
