import test from 'ava';
import { measureDistances, measureLinks } from '../../../src/core/scenes/distances.ts';

/** A space in which item i and item j are as far apart as `distanceOf` says. */
function measure(count: number, reach: number, distanceOf: (i: number, j: number) => number) {
  const vectors = Array.from({ length: count }, (_, i) => Float32Array.of(i));
  return measureDistances(vectors, reach, { distance: (a, b) => distanceOf(a[0], b[0]) });
}
const near = (value: number, wanted: number): boolean => Math.abs(value - wanted) < 1e-6;

test('distances of films that hold unlike pictures stay as they are', (t) => {
  const { between } = measure(6, 3, (i, j) => (i < 3 === j < 3 ? 0.4 : 1.1));
  t.true(near(between(0, 1), 0.4) && near(between(2, 3), 1.1) && near(between(2, 5), 1.1));
});

test('distances of films whose pictures all look alike are stretched, to a limit', (t) => {
  const drawn = measure(12, 5, (i, j) => (i < 6 === j < 6 ? 0.2 : 0.7));
  t.true(near(drawn.between(5, 6), 1));
  t.true(near(drawn.between(0, 1), 0.2 / 0.7));
  const still = measure(12, 5, () => 0.03);
  t.true(near(still.between(0, 1), 0.05));
  t.true(near(measure(2, 1, () => 0.3).between(0, 1), 0.5));
  t.is(measure(1, 1, () => 1).count, 1);
});

test('a picture that comes back links all borders in between', (t) => {
  const links = measureLinks(
    measure(5, 4, (i, j) => (i === 1 && j === 3 ? 0.1 : 1)),
    4,
  );
  t.deepEqual(
    [...links].map((link) => Math.round(link * 10) / 10),
    [Number.POSITIVE_INFINITY, 1, 0.1, 0.1, 1],
  );
});

test('the threshold parts near pairs from far ones, and is stretched with them', (t) => {
  t.true(near(measure(6, 5, (i, j) => (i < 3 === j < 3 ? 0.3 : 1.1)).threshold, 0.7));
  t.true(near(measure(6, 5, (i, j) => (i < 3 === j < 3 ? 0.2 : 0.7)).threshold, 0.45 / 0.7));
  t.is(measure(6, 5, () => 0.9).threshold, Number.POSITIVE_INFINITY);
  t.is(measure(1, 1, () => 1).threshold, Number.POSITIVE_INFINITY);
});
