import test from 'ava';
import fc from 'fast-check';
import { selectSpaced } from '../../../src/core/breaks/select.ts';
import { breakSpacingSeconds, noBreakSeconds } from '../../../src/core/breaks/spacing.ts';

const worthOf = (moments: { seconds: number; score: number }[], chosen: number[]) =>
  chosen.reduce((sum, i) => sum + moments[i].score ** 2, 0);

test('one good break beats a poor one beside it, and the gap may be exact', (t) => {
  const moments = [
    { seconds: 10, score: 0.5 },
    { seconds: 15, score: 0.9 },
    { seconds: 25, score: 0.6 },
  ];
  t.deepEqual(selectSpaced(moments, 10), [1, 2]);
  t.deepEqual(selectSpaced(moments, 11), [1]);
  t.deepEqual(selectSpaced([], 10), []);
});

test('keeps the spacing and picks the best of all sets', (t) => {
  const moment = fc.record({ seconds: fc.integer({ min: 0, max: 60 }), score: fc.integer({ min: 1, max: 10 }) });
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 9 }), fc.integer({ min: 1, max: 20 }), (unsorted, spacing) => {
      const moments = unsorted.sort((a, b) => a.seconds - b.seconds);
      const fits = (chosen: number[]) =>
        chosen.every((i, n) => n === 0 || moments[i].seconds - moments[chosen[n - 1]].seconds >= spacing);
      let best = 0;
      for (let mask = 0; mask < 1 << moments.length; mask++) {
        const chosen = moments.map((_, i) => i).filter((i) => mask & (1 << i));
        if (fits(chosen)) best = Math.max(best, worthOf(moments, chosen));
      }
      const found = selectSpaced(moments, spacing);
      return fits(found) && worthOf(moments, found) === best;
    }),
    { seed: 4, numRuns: 300 },
  );
  t.pass();
});

test('spacing grows with the video and never jumps back', (t) => {
  t.is(breakSpacingSeconds(30), 10);
  t.is(breakSpacingSeconds(600), 120);
  t.is(breakSpacingSeconds(15 * 60), 240);
  t.is(breakSpacingSeconds(2 * 3600), 600);
  for (let seconds = 10; seconds < 8000; seconds++)
    t.true(breakSpacingSeconds(seconds) >= breakSpacingSeconds(seconds - 1));
  t.is(noBreakSeconds(20), 3);
  t.is(noBreakSeconds(600), 30);
  t.is(noBreakSeconds(3 * 3600), 120);
});
