import test from 'ava';
import fc from 'fast-check';
import { agreeLevels } from '../../../src/core/classify/agreement.ts';

/** Two samples a second of video of 10 frames a second, in the shots named. */
const agree = (levels: number[], shots: number[]) =>
  agreeLevels(
    levels,
    shots.map((shot, i) => ({ frame: i * 5, shot })),
    10,
  ).map(({ level }) => level);

test('a lone spike in a shot vanishes, a run keeps its height and its edges', (t) => {
  t.deepEqual(agree([0, 0, 3, 0, 0], [0, 0, 0, 0, 0]), [0, 0, 0, 0, 0]);
  t.deepEqual(agree([0, 0, 0, 3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0, 0, 0, 0]), [0, 0, 0, 3, 3, 3, 3, 3, 3]);
});

test('a shot is judged by itself: two samples must agree, and what lies across the cut has no say', (t) => {
  t.deepEqual(agree([3, 3, 0, 0, 3, 2], [0, 0, 1, 1, 2, 2]), [3, 3, 0, 0, 2, 2]);
});

test('a sample alone in its shot counts one step less, unless both its neighbours bear it out', (t) => {
  t.deepEqual(agree([0, 3, 0], [0, 1, 2]), [0, 2, 0]);
  t.deepEqual(agree([2.5, 3, 4], [0, 1, 2])[1], 2.5);
  t.deepEqual(agree([4, 0, 4], [0, 1, 2])[1], 0);
  t.deepEqual(agree([3], [0]), [2]);
});

test('no sample gains more than another of its shot has, and constant shots stay what they are', (t) => {
  const levels = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(levels, (values) => {
      const found = agree(
        values,
        values.map(() => 0),
      );
      return found.every((level) => level <= Math.max(...values) && level >= Math.min(...values));
    }),
    { seed: 3 },
  );
  t.deepEqual(agree([2, 2, 2], [0, 0, 0]), [2, 2, 2]);
});
