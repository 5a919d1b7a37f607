import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import { ReelsightError } from '../errors.ts';
import type { FeatureExtractor } from './features.ts';
import { collectEntries, type IndexEntries } from './index-entries.ts';
import type { IndexItem, IndexPicture, ItemKind } from './index-item.ts';
import { SIGNATURE_WORDS } from './signature.ts';
import type { Words } from './words.ts';

/** What a recogniser searches for. */
export interface RecognitionIndex {
  readonly kind: ItemKind;
  readonly items: readonly IndexItem[];
  /** The item of each registered picture. */
  readonly pictureItems: Uint32Array;
  readonly words: Words;
  readonly entries: IndexEntries;
}

const VERSION = 1;

const bytes = z.instanceof(Uint8Array);

const fileSchema = z.object({
  format: z.literal('reelsight-recognition'),
  version: z.int(),
  kind: z.enum(['brands', 'products']),
  items: z.array(z.object({ id: z.string(), title: z.string(), facts: z.record(z.string(), z.string()) })),
  pictureItems: bytes,
  wordCount: z.int().positive(),
  words: bytes,
  cellStarts: bytes,
  signatures: bytes,
  pictures: bytes,
  x: bytes,
  y: bytes,
  sizes: bytes,
  angles: bytes,
});

/**
 * Makes the file that a recogniser looks things up in, from pictures of brands or products. The same pictures give the
 * same bytes. About 26 bytes a feature: 6 to 12 KB a picture.
 *
 * Errors: kind `input` when two items share an id or a picture names no item.
 */
export async function buildIndex(
  kind: ItemKind,
  items: readonly IndexItem[],
  pictures: readonly IndexPicture[],
  tools: { extractor: FeatureExtractor },
): Promise<Uint8Array> {
  const ids = new Set<string>();
  for (const { id } of items) {
    if (ids.has(id)) throw new ReelsightError('input', `Two of the ${kind} have the id "${id}". Give each its own.`);
    ids.add(id);
  }
  for (const { item } of pictures)
    if (!items[item])
      throw new ReelsightError('input', `A picture belongs to item ${item}, but there are ${items.length} ${kind}.`);
  const { words, entries } = collectEntries(kind, pictures, tools.extractor);
  return encode({
    format: 'reelsight-recognition',
    version: VERSION,
    kind,
    items: items.map(({ id, title, facts }) => ({ id, title, facts: sortedByName(facts) })),
    pictureItems: bytesOf(Uint32Array.from(pictures, ({ item }) => item)),
    wordCount: words.count,
    words: words.values,
    cellStarts: bytesOf(entries.cellStarts),
    signatures: bytesOf(entries.signatures),
    pictures: bytesOf(entries.pictures),
    x: bytesOf(entries.x),
    y: bytesOf(entries.y),
    sizes: entries.sizes,
    angles: entries.angles,
  });
}

/**
 * Reads what `buildIndex` made. An index without items is valid: nothing is found by it.
 *
 * Errors: kind `input` when the bytes are not such a file; `model` when another version of Reelsight made it.
 */
export function readIndex(file: Uint8Array): RecognitionIndex {
  const parsed = fileSchema.safeParse(decodeOrNull(file));
  if (!parsed.success)
    throw new ReelsightError(
      'input',
      `This is not an index of brands or products, or a damaged one (${file.length} bytes). Register the pictures again.`,
      { cause: parsed.error },
    );
  const { kind, version, items, wordCount, ...data } = parsed.data;
  if (version !== VERSION)
    throw new ReelsightError(
      'model',
      `The index of ${kind} has version ${version}; this Reelsight reads version ${VERSION}. Register the pictures again.`,
    );
  const index: RecognitionIndex = {
    kind,
    items,
    pictureItems: new Uint32Array(copyOf(data.pictureItems, 4)),
    words: { count: wordCount, values: data.words },
    entries: {
      cellStarts: new Uint32Array(copyOf(data.cellStarts, 4)),
      signatures: new Uint32Array(copyOf(data.signatures, 4)),
      pictures: new Uint32Array(copyOf(data.pictures, 4)),
      x: new Uint16Array(copyOf(data.x, 2)),
      y: new Uint16Array(copyOf(data.y, 2)),
      sizes: data.sizes,
      angles: data.angles,
    },
  };
  if (!isWhole(index))
    throw new ReelsightError('input', `The index of ${kind} is damaged. Register the pictures again.`);
  return index;
}

/** Whether all parts fit together, so that nothing that looks things up reads beside them. */
function isWhole({ items, pictureItems, words, entries }: RecognitionIndex): boolean {
  const { cellStarts, signatures, pictures, x, y, sizes, angles } = entries;
  const count = pictures.length;
  return (
    words.values.length === 2 * words.count * 64 &&
    cellStarts.length === words.count ** 2 + 1 &&
    cellStarts.every((start, i) => (i === 0 ? start === 0 : start >= cellStarts[i - 1])) &&
    cellStarts.at(-1) === count &&
    signatures.length === count * SIGNATURE_WORDS &&
    [x, y, sizes, angles].every(({ length }) => length === count) &&
    pictures.every((picture) => picture < pictureItems.length) &&
    pictureItems.every((item) => item < items.length)
  );
}

const decodeOrNull = (file: Uint8Array): unknown => {
  try {
    return decode(file);
  } catch {
    return null;
  }
};

const bytesOf = (values: Uint32Array | Uint16Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
/** A copy, because a view of words must start at a multiple of their size; a part of a word too many is left out. */
const copyOf = (data: Uint8Array, size: 2 | 4): ArrayBuffer =>
  Uint8Array.from(data.subarray(0, data.length - (data.length % size))).buffer;

const sortedByName = (facts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)));
