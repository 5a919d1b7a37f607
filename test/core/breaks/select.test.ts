import test from 'ava';
import fc from 'fast-check';
import { selectSpaced } from '../../../src/core/breaks/select.ts';

interface Moment {
  seconds: number;
  score: number;
}

/** Ten minutes, so that how evenly breaks lie matters next to nothing. */
const request = (count: number) => ({ count, startSeconds: 0, durationSeconds: 600 });

const worthOf = (moments: Moment[], chosen: number[]) => chosen.reduce((sum, i) => sum + moments[i].score ** 2, 0);

/** Every set of moments that keeps the spacing. */
function listFitting(moments: Moment[], spacing: number): number[][] {
  const sets: number[][] = [];
  for (let mask = 0; mask < 1 << moments.length; mask++) {
    const chosen = moments.map((_, i) => i).filter((i) => mask & (1 << i));
    if (chosen.every((i, n) => n === 0 || moments[i].seconds - moments[chosen[n - 1]].seconds >= spacing))
      sets.push(chosen);
  }
  return sets;
}

/** Whole scores, so that sums are exact. */
const moments = fc
  .array(fc.record({ seconds: fc.integer({ min: 0, max: 60 }), score: fc.integer({ min: 0, max: 10 }) }), {
    maxLength: 9,
  })
  .map((unsorted) => unsorted.toSorted((a, b) => a.seconds - b.seconds));
const spacings = fc.integer({ min: 1, max: 20 });

test('one good break beats a poor one beside it, and the gap may be exact', (t) => {
  const given = [
    { seconds: 10, score: 0.5 },
    { seconds: 15, score: 0.9 },
    { seconds: 25, score: 0.6 },
  ];
  t.deepEqual(selectSpaced(given, 10), [1, 2]);
  t.deepEqual(selectSpaced(given, 11), [1]);
  t.deepEqual(selectSpaced([], 10), []);
});

test('a number asked for is kept, at the cost of a better moment between two', (t) => {
  const given = [
    { seconds: 10, score: 0.3 },
    { seconds: 15, score: 0.9 },
    { seconds: 20, score: 0.3 },
    { seconds: 60, score: 0.1 },
  ];
  t.deepEqual(selectSpaced(given, 10, request(0)), []);
  t.deepEqual(selectSpaced(given, 10, request(1)), [1]);
  t.deepEqual(selectSpaced(given, 10, request(2)), [1, 3]);
  t.deepEqual(selectSpaced(given, 10, request(3)), [0, 2, 3]);
  t.deepEqual(selectSpaced(given, 10, request(50)), [0, 2, 3]);
});

test('of equal sets the one that ends earlier', (t) => {
  const given = [10, 20, 30].map((seconds) => ({ seconds, score: 0.5 }));
  t.deepEqual(selectSpaced(given, 15), [0, 2]);
  t.deepEqual(selectSpaced([...given, { seconds: 31, score: 0.5 }], 15), [0, 2]);
});

test('among moments as good as each other a number is spread evenly', (t) => {
  const given = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((seconds) => ({ seconds, score: 0 }));
  const spread = (count: number) => selectSpaced(given, 5, { count, startSeconds: 0, durationSeconds: 100 });
  t.deepEqual(spread(1), [4]);
  t.deepEqual(spread(3), [1, 4, 6]);
  t.deepEqual(spread(4), [1, 3, 5, 7]);
  const late = { count: 1, startSeconds: 50, durationSeconds: 100 };
  t.deepEqual(selectSpaced(given, 5, late), [8]);
  // But a moment that is better goes first.
  t.deepEqual(selectSpaced([{ seconds: 5, score: 0.3 }, ...given], 5, { ...late, startSeconds: 0 }), [0]);
});

test('keeps the spacing and picks the best of all sets', (t) => {
  fc.assert(
    fc.property(moments, spacings, (given, spacing) => {
      const sets = listFitting(given, spacing);
      const found = selectSpaced(given, spacing);
      t.true(sets.some((set) => set.join() === found.join()));
      t.is(worthOf(given, found), Math.max(...sets.map((set) => worthOf(given, set))));
    }),
    { seed: 4, numRuns: 300 },
  );
});

test('of all sets of a number the best, and as many as there is room for where that is fewer', (t) => {
  fc.assert(
    fc.property(moments, spacings, fc.integer({ min: 0, max: 6 }), (given, spacing, count) => {
      const sets = listFitting(given, spacing);
      const most = Math.min(count, Math.max(...sets.map(({ length }) => length)));
      const priced = (set: number[]) =>
        set.reduce(
          (sum, i, k) => {
            const even = (60 * (k + 1)) / (most + 1);
            return sum - 0.1 * ((given[i]!.seconds - even) / 60) ** 2;
          },
          worthOf(given, set),
        );
      const rivals = sets.filter(({ length }) => length === most);
      const found = selectSpaced(given, spacing, { count, startSeconds: 0, durationSeconds: 60 });
      t.true(rivals.some((set) => set.join() === found.join()));
      t.true(priced(found) >= Math.max(...rivals.map(priced)) - 1e-9);
    }),
    { seed: 5, numRuns: 300 },
  );
});
