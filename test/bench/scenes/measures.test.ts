import test from 'ava';
import fc from 'fast-check';
import {
  alignBorders,
  bordersOf,
  lengthsOf,
  matchBorders,
  rateBorders,
  scoreScenes,
} from '../../../bench/scenes/measures.ts';

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

test('scenes found as they are score full marks', (t) => {
  t.deepEqual(scoreScenes([4, 4, 4], [4, 4, 4]), { coverage: 1, overflow: 0, f: 1, ded: 0 });
  t.deepEqual(scoreScenes([7], [7]), { coverage: 1, overflow: 0, f: 1, ded: 0 });
});

test('one found scene covers all and overflows all', (t) => {
  // Each true scene: 8 outside it, over 4, 8 and 4 of neighbours: 2 (which ends at 1), 1 and 2.
  const { coverage, overflow, f, ded } = scoreScenes([4, 4, 4], [12]);
  t.is(coverage, 1);
  t.is(overflow, 1);
  t.is(f, 0);
  t.true(near(ded, 8 / 12));
});

test('halves of scenes cover half and overflow nothing', (t) => {
  const { coverage, overflow, f, ded } = scoreScenes([4, 4, 4], [2, 2, 2, 2, 2, 2]);
  t.is(coverage, 0.5);
  t.is(overflow, 0);
  t.true(near(f, 2 / 3));
  t.is(ded, 0.5);
});

test('moved borders, by hand', (t) => {
  // True [0,4) [4,10) [10,12), found [0,5) [5,9) [9,12). Coverage (4 + 4 + 2) / 12. Overflow of the first 1 / 6, of the
  // second (4 + 2) / 6, of the third 1 / 6; weighted by 4, 6 and 2: 7 of 12. Pairs in order keep 4 + 4 + 2.
  const { coverage, overflow, f, ded } = scoreScenes([4, 6, 2], [5, 4, 3]);
  t.true(near(coverage, 10 / 12));
  t.true(near(overflow, 7 / 12));
  t.true(near(f, 5 / 9));
  t.true(near(ded, 2 / 12));
});

test('the edit distance pairs each scene at most once', (t) => {
  // True [0,1) [1,10), found [0,8) [8,10): the long pair alone keeps 7, both pairs in order keep 1 + 2.
  t.true(near(scoreScenes([1, 9], [8, 2]).ded, 0.3));
  // True [0,2) [2,8), found [0,5) [5,8): 2 + 3 in order, or 3 alone.
  t.true(near(scoreScenes([2, 6], [5, 3]).ded, 3 / 8));
});

test('the edit distance is a metric, the others stay within 0 and 1', (t) => {
  const total = 24;
  const scenes = fc.uniqueArray(fc.integer({ min: 1, max: total - 1 })).map((borders) => lengthsOf(borders, total));
  fc.assert(
    fc.property(scenes, scenes, scenes, (a, b, c) => {
      const score = scoreScenes(a, b);
      const ded = (x: number[], y: number[]) => scoreScenes(x, y).ded;
      return (
        [score.coverage, score.overflow, score.f].every((value) => value >= 0 && value <= 1 + 1e-9) &&
        near(ded(a, b), ded(b, a)) &&
        ded(a, b) <= ded(a, c) + ded(c, b) + 1e-9 &&
        near(ded(a, b), 0) === (String(a) === String(b))
      );
    }),
    { seed: 3, numRuns: 400 },
  );
  t.pass();
});

test('films of different lengths, and scenes without length, are refused', (t) => {
  t.throws(() => scoreScenes([4, 4], [9]), { instanceOf: RangeError, message: /end at 8.* 9/ });
  t.throws(() => scoreScenes([4, 0, 4], [8]), { instanceOf: RangeError });
});

test('borders are matched one to one, the nearest first', (t) => {
  // True borders 10 and 20; found 8, 11 and 27.
  t.deepEqual(matchBorders([10, 10, 10], [8, 3, 16, 3], 2), { right: 1, found: 3, wanted: 2 });
  t.deepEqual(matchBorders([10, 10, 10], [8, 3, 16, 3], 7), { right: 2, found: 3, wanted: 2 });
  t.deepEqual(matchBorders([10, 10, 10], [8, 3, 16, 3], 0), { right: 0, found: 3, wanted: 2 });
  const { precision, recall, f1 } = rateBorders({ right: 1, found: 3, wanted: 2 });
  t.true(near(precision, 1 / 3) && near(recall, 1 / 2) && near(f1, 2 / 5));
  t.deepEqual(rateBorders({ right: 0, found: 0, wanted: 0 }), { precision: 1, recall: 1, f1: 1 });
  t.deepEqual(rateBorders({ right: 0, found: 0, wanted: 2 }), { precision: 0, recall: 0, f1: 0 });
});

test('lengths and borders say the same', (t) => {
  t.deepEqual(bordersOf([3, 4, 5]), [3, 7]);
  t.deepEqual(lengthsOf([7, 3, 0, 12], 12), [3, 4, 5]);
  t.deepEqual(lengthsOf([], 12), [12]);
});

test('right borders are put where the true ones are, the others stay', (t) => {
  // True borders 10 and 20, found 11, 15 and 19.
  t.deepEqual(alignBorders([10, 10, 10], [11, 4, 4, 11], 2), [10, 5, 5, 10]);
  t.deepEqual(alignBorders([10, 10, 10], [11, 4, 4, 11], 0.5), [11, 4, 4, 11]);
  // Two found ones near one true border: the nearer moves.
  t.deepEqual(alignBorders([10, 20], [8, 1, 21], 3), [8, 2, 20]);
});
