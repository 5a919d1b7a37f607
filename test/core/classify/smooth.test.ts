import test from 'ava';
import fc from 'fast-check';
import { smoothScores } from '../../../src/core/classify/smooth.ts';

const everyTenth = (count: number) => Array.from({ length: count }, (_, i) => i * 10);

test('a lone spike counts half, a run of two or more keeps its height and edges', (t) => {
  t.deepEqual(smoothScores(everyTenth(5), [0, 0, 1, 0, 0], 5), [0, 0, 0.5, 0, 0]);
  t.deepEqual(smoothScores(everyTenth(6), [0, 0, 1, 1, 0, 0], 5), [0, 0, 1, 1, 0, 0]);
  t.deepEqual(smoothScores(everyTenth(3), [1, 0, 0], 5), [0.5, 0, 0]);
  t.deepEqual(smoothScores([0], [0.9], 5), [0.9]);
});

test('dense samples are judged over the window: a run must fill half of it', (t) => {
  const frames = Array.from({ length: 9 }, (_, i) => i);
  t.deepEqual(smoothScores(frames, [0, 0, 0, 1, 1, 0, 0, 0, 0], 2), [0, 0, 0, 0.5, 0.5, 0, 0, 0, 0]);
  t.deepEqual(smoothScores(frames, [0, 0, 0, 1, 1, 1, 0, 0, 0], 2), [0, 0, 0, 1, 1, 1, 0, 0, 0]);
});

test('never leaves the range of the scores and keeps a constant', (t) => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 0, max: 50 }), (values, half) => {
      const found = smoothScores(everyTenth(values.length), values, half);
      return found.every((value) => value >= 0 && value <= Math.max(...values));
    }),
    { seed: 2 },
  );
  t.deepEqual(smoothScores(everyTenth(4), [0.3, 0.3, 0.3, 0.3], 10), [0.3, 0.3, 0.3, 0.3]);
});
