import { decode, encode } from '@msgpack/msgpack';
import test from 'ava';
import { ReelsightError } from '../../../src/core/errors.ts';
import { createFeatureExtractor } from '../../../src/core/recognition/features.ts';
import { buildIndex, readIndex } from '../../../src/core/recognition/index-file.ts';
import type { IndexItem } from '../../../src/core/recognition/index-item.ts';
import { drawLabel } from '../../helpers/drawn-labels.ts';

const extractor = createFeatureExtractor();
const items: IndexItem[] = [
  { id: 'b', title: 'Bee', facts: { url: 'https://example.com/b', colour: 'blue' } },
  { id: 'a', title: 'Ay', facts: {} },
];
const pictures = [
  { item: 1, picture: drawLabel(1) },
  { item: 0, picture: drawLabel(2) },
  { item: 1, picture: drawLabel(3) },
];
const file = await buildIndex('products', items, pictures, { extractor });

test('an index comes back as it was made', (t) => {
  const index = readIndex(file);
  t.is(index.kind, 'products');
  t.deepEqual(index.items, items);
  t.deepEqual([...index.pictureItems], [1, 0, 1]);
  t.true(index.entries.pictures.length > 100);
});

test('the same pictures give the same bytes, whatever order facts are told in', async (t) => {
  const told = items.map((item) => ({ ...item, facts: Object.fromEntries(Object.entries(item.facts).reverse()) }));
  t.deepEqual(await buildIndex('products', told, pictures, { extractor: createFeatureExtractor() }), file);
});

test('a feature takes less than 40 bytes', (t) => {
  t.true(file.length < 40 * readIndex(file).entries.pictures.length);
});

test('an index without items is valid', async (t) => {
  const index = readIndex(await buildIndex('brands', [], [], { extractor }));
  t.deepEqual(index.items, []);
  t.is(index.entries.pictures.length, 0);
});

test('what is not an index, or a damaged one, is refused', (t) => {
  const content = decode(file) as Record<string, unknown>;
  for (const bytes of [
    Uint8Array.of(),
    Buffer.from('{"kind":"brands"}'),
    file.subarray(0, file.length - 10),
    encode({ ...content, x: Uint8Array.of(1) }),
    encode({ ...content, pictureItems: new Uint8Array(12).fill(9) }),
    encode({ ...content, cellStarts: new Uint8Array(8) }),
  ]) {
    const error = t.throws(() => readIndex(bytes), { instanceOf: ReelsightError });
    t.is(error.kind, 'input');
    t.regex(error.message, /Register the pictures again/);
  }
});

test('an index of another version is told apart from a damaged one', (t) => {
  const error = t.throws(() => readIndex(encode({ ...(decode(file) as object), version: 99 })), {
    instanceOf: ReelsightError,
  });
  t.is(error.kind, 'model');
  t.regex(error.message, /version 99/);
});

test('items need ids of their own, and pictures an item', async (t) => {
  for (const [wrongItems, wrongPictures] of [
    [[items[0], items[0]], []],
    [items, [{ item: 2, picture: drawLabel(1) }]],
  ] as const) {
    const error = await t.throwsAsync(buildIndex('brands', wrongItems, wrongPictures, { extractor }), {
      instanceOf: ReelsightError,
    });
    t.is(error.kind, 'input');
  }
});
