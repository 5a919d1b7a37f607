import test from 'ava';
import {
  breakSpacingSeconds,
  chooseSpacingSeconds,
  countWanted,
  noBreakSeconds,
} from '../../../src/core/breaks/spacing.ts';

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

test('a density is a number for this length, one at least', (t) => {
  t.is(countWanted({ count: null, perHour: null }, 3600), null);
  t.is(countWanted({ count: 4, perHour: null }, 60), 4);
  t.is(countWanted({ count: null, perHour: 6 }, 5400), 9);
  t.is(countWanted({ count: null, perHour: 1 }, 60), 1);
});

test('what is asked for is the spacing; many breaks lie closer than the table has it, never under ten seconds', (t) => {
  t.is(chooseSpacingSeconds(33, 5, 600), 33);
  t.is(chooseSpacingSeconds(null, null, 600), 120);
  t.is(chooseSpacingSeconds(null, 0, 600), 120);
  t.is(chooseSpacingSeconds(null, 2, 600), 120);
  // 540 seconds are free of zones: ten evenly spread ones lie 54 seconds apart.
  t.is(chooseSpacingSeconds(null, 10, 600), 27);
  t.is(chooseSpacingSeconds(null, 500, 600), 10);
});
