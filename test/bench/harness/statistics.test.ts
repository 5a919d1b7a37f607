import test from 'ava';
import { cosine, mean, median } from '../../../bench/harness/statistics.ts';

test('mean and median of some values, and of none', (t) => {
  t.is(mean([1, 2, 6]), 3);
  t.is(median([9, 1, 5]), 5);
  t.is(median([4, 3, 2, 1]), 3);
  t.is(mean([]), Number.NaN);
  t.is(median([]), Number.NaN);
});

test('the cosine of vectors does not know their lengths; of nothing it is 0', (t) => {
  t.is(cosine(Float32Array.of(3, 4), Float32Array.of(6, 8)), 1);
  t.is(cosine(Float32Array.of(1, 0), Float32Array.of(0, 2)), 0);
  t.is(cosine(Float32Array.of(0, 0), Float32Array.of(0, 2)), 0);
});
