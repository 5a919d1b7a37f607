import test from 'ava';
import type { DetailPicture } from '../../../src/core/measurements/detail-picture.ts';
import { createFeatureExtractor } from '../../../src/core/recognition/features.ts';
import { buildIndex, readIndex } from '../../../src/core/recognition/index-file.ts';
import type { ItemKind } from '../../../src/core/recognition/index-item.ts';
import { createRecogniser } from '../../../src/core/recognition/recogniser.ts';
import { drawLabel, drawScene } from '../../helpers/drawn-labels.ts';

const extractor = createFeatureExtractor();

async function recogniserOf(kind: ItemKind, labels: readonly DetailPicture[]) {
  const items = labels.map((_, i) => ({ id: `item-${i}`, title: `Item ${i}`, facts: {} }));
  const pictures = labels.map((picture, item) => ({ item, picture }));
  return createRecogniser(readIndex(await buildIndex(kind, items, pictures, { extractor })), { extractor });
}

const labels = [1, 2, 3, 4].map((seed) => drawLabel(seed));
const products = await recogniserOf('products', labels);

test('a registered label is found where it lies, smaller and turned', async (t) => {
  const [first, ...others] = products.detect(drawScene([{ label: labels[2], x: 200, y: 150, side: 120, turn: 0.4 }]));
  t.is(first.item, 2);
  t.true(first.confidence > 0.9);
  t.true(first.inliers >= 8);
  const [left, top, right, bottom] = first.box;
  t.true(left < 200 / 640 && right > 200 / 640 && top < 150 / 360 && bottom > 150 / 360);
  t.true(left > 80 / 640 && right < 320 / 640 && top > 30 / 360 && bottom < 270 / 360);
  t.true(others.every(({ confidence }) => confidence < 0.5));
});

test('two products side by side are told apart', async (t) => {
  const detections = products.detect(
    drawScene([
      { label: labels[0], x: 180, y: 180, side: 150, turn: 0 },
      { label: labels[3], x: 440, y: 180, side: 150, turn: 0.2 },
    ]),
  );
  const sure = detections.filter(({ confidence }) => confidence > 0.5);
  t.deepEqual(sure.map(({ item }) => item).sort(), [0, 3]);
  const boxOf = (item: number) => sure.find((detection) => detection.item === item)!.box;
  t.true(boxOf(0)[2] < boxOf(3)[0]);
});

test('a label that nobody registered is nothing', async (t) => {
  const recogniser = await recogniserOf('brands', labels.slice(0, 3));
  const detections = recogniser.detect(drawScene([{ label: labels[3], x: 300, y: 180, side: 180, turn: 0 }]));
  t.true(detections.every(({ confidence }) => confidence < 0.3));
});

test('one registered picture suffices, and the same frame gives the same detections', async (t) => {
  const recogniser = await recogniserOf('brands', labels.slice(0, 1));
  const scene = drawScene([{ label: labels[0], x: 300, y: 180, side: 100, turn: -0.3 }]);
  const detections = recogniser.detect(scene);
  t.true(detections[0].confidence > 0.9);
  t.deepEqual(recogniser.detect({ ...scene }), detections);
});

test('an empty index finds nothing', async (t) => {
  const recogniser = await recogniserOf('brands', []);
  t.deepEqual(recogniser.detect(drawScene([])), []);
});
