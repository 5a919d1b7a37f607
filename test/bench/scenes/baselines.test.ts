import test from 'ava';
import { clusterShots, linkShots, splitEvenly } from '../../../bench/scenes/baselines.ts';
import { estimateScenes, groupOsgAdditive, groupOsgNormalised } from '../../../bench/scenes/osg.ts';

/** A film of places at right angles: one shot each. */
function film(...places: number[]) {
  const vectors = places.map((place) => Float32Array.from({ length: 6 }, (_, d) => (d === place ? 1 : 0)));
  return { vectors, borders: new Set<number>() };
}
const matrixOf = (...places: number[]) => places.map((a) => Float64Array.from(places, (b) => (a === b ? 0 : 1)));
const list = (borders: Set<number>) => [...borders].sort((a, b) => a - b);

test('equal lengths, as nearly as whole shots allow', (t) => {
  t.deepEqual(list(splitEvenly(9, 3)), [3, 6]);
  t.deepEqual(list(splitEvenly(4, 1)), []);
  t.deepEqual(list(splitEvenly(2, 4)), [1]);
});

test('links that overlap are one scene, what has none stands alone', (t) => {
  const places = [0, 1, 0, 1, 2, 3, 3];
  t.deepEqual(list(linkShots(places, matrixOf(...places), 0.2, 3)), [4, 5]);
  t.deepEqual(list(linkShots(places, matrixOf(...places), 0.2, 1)), [1, 2, 3, 4, 5]);
});

test('clusters end where the place changes, told their number or not', (t) => {
  t.deepEqual(list(clusterShots(film(0, 0, 0, 1, 1, 2, 2, 2), 3)), [3, 5]);
  t.deepEqual(list(clusterShots(film(0, 0, 0, 1, 1, 2, 2, 2))), [3, 5]);
  t.deepEqual(list(clusterShots(film(0, 1, 0, 1), 2)), [1, 2, 3]);
});

test('optimal sequential grouping finds the blocks', (t) => {
  const matrix = matrixOf(0, 0, 0, 1, 1, 2, 2, 2);
  t.deepEqual(list(groupOsgAdditive(matrix, 3)), [3, 5]);
  t.deepEqual(list(groupOsgNormalised(matrix, 3)), [3, 5]);
  // The elbow is the first value beyond the blocks, and is counted, as it is published.
  t.is(estimateScenes(matrix), 4);
});

test('the normalised cost is the least of all divisions', (t) => {
  const places = [0, 1, 0, 2, 1, 1, 0, 2, 2];
  const matrix = places.map((a, i) =>
    Float64Array.from(places, (b, j) => (i === j ? 0 : a === b ? 0.1 : 0.5 + ((i * j) % 4) / 8)),
  );
  const costOf = (borders: Iterable<number>) => {
    const starts = [0, ...borders, places.length];
    let [sum, pairs] = [0, 0];
    for (let s = 0; s + 1 < starts.length; s++)
      for (let i = starts[s]; i < starts[s + 1]; i++)
        for (let j = starts[s]; j < starts[s + 1]; j++, pairs++) sum += matrix[i][j];
    return sum / pairs;
  };
  let least = Number.POSITIVE_INFINITY;
  for (let a = 1; a < places.length - 1; a++)
    for (let b = a + 1; b < places.length; b++) least = Math.min(least, costOf([a, b]));
  t.true(Math.abs(costOf(list(groupOsgNormalised(matrix, 3))) - least) < 1e-12);
});
