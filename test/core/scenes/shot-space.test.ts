import test from 'ava';
import { dot } from '../../../src/core/math/dot.ts';
import { createRandom } from '../../../src/core/math/random.ts';
import { findMeasuredSpace } from '../../../src/core/scenes/measured-space.ts';
import { createShotSpace } from '../../../src/core/scenes/shot-space.ts';

const measured = findMeasuredSpace(2816)!;
const random = createRandom(8);
const noise = (size: number) => Float64Array.from({ length: 2816 }, () => (random() - 0.5) * size);
/** The centre and some amounts of other vectors, of length 1. */
function mix(...parts: [number, Float64Array][]): Float32Array {
  const sum = measured.centre.map((value, d) => parts.reduce((total, [share, part]) => total + share * part[d], value));
  const length = Math.sqrt(dot(sum, sum));
  return Float32Array.from(sum, (value) => value / length);
}

test('the measured directions are of length 1 and at right angles', (t) => {
  t.is(measured.directions.length, 16);
  measured.directions.forEach((a, i) => {
    measured.directions.forEach((b, j) => {
      t.true(Math.abs(dot(a, b) - (i === j ? 1 : 0)) < 1e-9);
    });
  });
  t.true(measured.removed.every((share, k) => share > 0 && share < 1 && (k === 0 || share <= measured.removed[k - 1])));
  t.is(findMeasuredSpace(20), null);
});

test('the way a picture was taken brings unlike places hardly nearer, and like ones hardly apart', (t) => {
  const [here, there] = [noise(0.02), noise(0.02)];
  const soft = measured.directions[0];
  const { distance } = createShotSpace([mix([1, here])]);
  const plain = (a: Float32Array, b: Float32Array) => {
    const [x, y] = [a, b].map((vector) => measured.centre.map((value, d) => vector[d] - value));
    return 1 - dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  const [softHere, softThere] = [mix([1, here], [0.4, soft]), mix([1, there], [0.4, soft])];
  t.true(plain(softHere, softThere) < 0.6 && distance(softHere, softThere) > 0.85);
  t.true(plain(mix([1, here]), softHere) > 0.3 && distance(mix([1, here]), softHere) < 0.15);
  t.true(distance(mix([1, here]), mix([1, there])) > 0.9);
});

test('distances are 0 to 2, alike both ways, and 0 to itself and to nothing', (t) => {
  const vectors = Array.from({ length: 8 }, () => mix([1, noise(0.03)]));
  const { distance } = createShotSpace(vectors);
  for (const a of vectors) {
    t.is(distance(a, a), 0);
    t.true(distance(a, Float32Array.from(a)) < 1e-6);
    t.is(distance(a, new Float32Array(2816)), 0);
    for (const b of vectors) t.true(distance(a, b) <= 2 && Math.abs(distance(a, b) - distance(b, a)) < 1e-12);
  }
});
