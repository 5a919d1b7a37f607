import test from 'ava';
import { confidenceOf } from '../../../src/core/recognition/confidence.ts';
import { coverageOf, measureAreas } from '../../../src/core/recognition/coverage.ts';
import { createFeatureExtractor } from '../../../src/core/recognition/features.ts';
import { buildIndex, readIndex } from '../../../src/core/recognition/index-file.ts';
import type { Pair } from '../../../src/core/recognition/verify.ts';
import { drawLabel } from '../../helpers/drawn-labels.ts';

const at = (fromX: number, fromY: number): Pair => ({
  ...{ feature: 0, weight: 1, fromX, fromY, fromSize: 2, fromAngle: 0 },
  ...{ toX: 0, toY: 0, toSize: 2, toAngle: 0 },
});

test('what spans the registered picture covers more than what lies on a line or in a corner', (t) => {
  const area = 101 * 101;
  t.is(coverageOf([at(0, 0), at(100, 100), at(30, 60)], area), 1);
  t.is(coverageOf([at(0, 50), at(100, 50)], area), 101 / area);
  t.is(coverageOf([at(10, 10), at(20, 20)], area), 121 / area);
  t.is(coverageOf([at(-10, 0), at(110, 100)], area), 1);
});

test('each registered picture has the box of its own features', async (t) => {
  const pictures = [drawLabel(1), drawLabel(2)].map((picture, item) => ({ item, picture }));
  const items = pictures.map((_, i) => ({ id: `${i}`, title: '', facts: {} }));
  const index = readIndex(await buildIndex('products', items, pictures, { extractor: createFeatureExtractor() }));
  const areas = measureAreas(index);
  t.is(areas.length, 2);
  for (const [i, { picture }] of pictures.entries()) {
    t.true(areas[i] > 0.4 * picture.width * picture.height);
    t.true(areas[i] <= (picture.width + 1) * (picture.height + 1));
  }
});

test('confidence grows with score and with coverage', (t) => {
  for (const kind of ['brands', 'products'] as const) {
    t.true(confidenceOf(kind, { score: 9, coverage: 0.5 }) > confidenceOf(kind, { score: 4, coverage: 0.5 }));
    t.true(confidenceOf(kind, { score: 4, coverage: 0.5 }) > confidenceOf(kind, { score: 4, coverage: 0.01 }));
    t.true(confidenceOf(kind, { score: 30, coverage: 1 }) > 0.9);
    t.true(confidenceOf(kind, { score: 2, coverage: 0.01 }) < 0.1);
  }
});
