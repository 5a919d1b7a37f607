import test from 'ava';
import { ReelsightError } from '../../../src/core/errors.ts';
import { createFeatureExtractor, DESCRIPTOR_SIZE } from '../../../src/core/recognition/features.ts';
import { drawLabel, drawScene } from '../../helpers/drawn-labels.ts';

const extractor = createFeatureExtractor();
const label = drawLabel(1);

test('the same picture gives the same features', (t) => {
  const [a, b] = [extractor.extract({ ...label }), extractor.extract({ ...label })];
  t.true(a.count > 50);
  t.is(a.descriptors.length, a.count * DESCRIPTOR_SIZE);
  t.deepEqual(a, b);
});

test('features of a picture that was looked at last are not found again', (t) => {
  t.is(extractor.extract(label), extractor.extract(label));
});

test('features lie in the picture, and follow it when it is turned and made smaller', (t) => {
  const place = { label, x: 320, y: 180, side: 150, turn: 0.6 };
  const [from, to] = [label, drawScene([place])].map((picture) => extractor.extract(picture));
  t.true(from.x.every((x) => x >= 0 && x <= label.width));
  const scale = place.side / label.width;
  let followed = 0;
  for (let i = 0; i < from.count; i++) {
    const [dx, dy] = [(from.x[i] - 100) * scale, (from.y[i] - 100) * scale];
    const x = place.x + dx * Math.cos(place.turn) - dy * Math.sin(place.turn);
    const y = place.y + dx * Math.sin(place.turn) + dy * Math.cos(place.turn);
    const isThere = to.x.some((_, j) => {
      const turn = (to.angle[j] - from.angle[i] - place.turn) / (2 * Math.PI);
      const isNear = Math.hypot(to.x[j] - x, to.y[j] - y) < 2 && Math.abs(turn - Math.round(turn)) < 0.05;
      return isNear && Math.abs(Math.log(to.size[j] / (from.size[i] * scale))) < 0.3;
    });
    if (isThere) followed++;
  }
  // Most are too fine to be seen in the scene, where the label is not enlarged.
  t.true(followed > 40, `${followed} of ${from.count}`);
});

test('an even picture, and one of a few pixels, have no features', (t) => {
  t.is(extractor.extract({ rgb: new Uint8Array(100 * 60 * 3).fill(128), width: 100, height: 60 }).count, 0);
  t.is(extractor.extract({ rgb: Uint8Array.of(1, 2, 3), width: 1, height: 1 }).count, 0);
});

test('a picture of another size than promised is refused', (t) => {
  const error = t.throws(() => extractor.extract({ rgb: new Uint8Array(10), width: 2, height: 2 }), {
    instanceOf: ReelsightError,
  });
  t.is(error.kind, 'internal');
  t.regex(error.message, /12 bytes.*came with 10/);
});
