import test from 'ava';
import { findLeaps, shownAtStart } from '../../../src/core/media/probe/clock.ts';

const even = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i * 0.04);

test('a clock that runs has no leaps, however long a picture stays', (t) => {
  t.deepEqual(findLeaps(even(1.4, 100)), []);
  t.deepEqual(findLeaps([...even(0, 50), ...even(9, 50)]), []);
  t.deepEqual(findLeaps([]), []);
  // Decoding time stands, or is not known.
  t.deepEqual(findLeaps([1, 1, Number.NaN, 1.04]), []);
});

test('a clock leaps forward by more than ten seconds, or begins again', (t) => {
  t.deepEqual(findLeaps([...even(1.4, 50), ...even(603, 50)]), [50]);
  t.deepEqual(findLeaps([...even(1.4, 50), ...even(17, 50)]), [50]);
  t.deepEqual(findLeaps([...even(1.4, 50), ...even(1.4, 50), ...even(1.4, 50)]), [50, 100]);
});

test('files show their own clock, streams begin at zero', (t) => {
  t.is(shownAtStart('mov,mp4,m4a,3gp,3g2,mj2', 1.075), 1.075);
  t.is(shownAtStart('matroska,webm', 1.075), 1.075);
  t.is(shownAtStart('matroska,webm', -0.007), 0);
  t.is(shownAtStart('mpegts', 1.4), 0);
  t.is(shownAtStart('mpeg', 0.5), 0);
});
