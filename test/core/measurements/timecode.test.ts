import test from 'ava';
import fc from 'fast-check';
import { frameToSeconds, frameToTimecode, secondsToFrame } from '../../../src/core/index.ts';

const NTSC = { numerator: 30_000, denominator: 1001 };

test('drop-frame timecode skips two numbers a minute, except each tenth', (t) => {
  t.is(frameToTimecode(1799, NTSC), '00:00:59;29');
  t.is(frameToTimecode(1800, NTSC), '00:01:00;02');
  t.is(frameToTimecode(17_982, NTSC), '00:10:00;00');
  t.is(frameToTimecode(107_892, NTSC), '01:00:00;00');
  t.is(frameToTimecode(3600, { numerator: 60_000, denominator: 1001 }), '00:01:00;04');
});

test('other rates count the nearest whole number of frames', (t) => {
  t.is(frameToTimecode(90_061, { numerator: 25, denominator: 1 }), '01:00:02:11');
  t.is(frameToTimecode(24, { numerator: 24_000, denominator: 1001 }), '00:00:01:00');
  t.is(frameToTimecode(1, { numerator: 1, denominator: 2 }), '00:00:02:00');
});

const rates = fc.constantFrom(
  NTSC,
  { numerator: 24_000, denominator: 1001 },
  { numerator: 25, denominator: 1 },
  { numerator: 60, denominator: 1 },
  { numerator: 15, denominator: 2 },
  { numerator: 44_000, denominator: 1499 },
);

test('a frame is on screen from its own time on', (t) => {
  fc.assert(
    fc.property(
      rates,
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.integer({ min: 0, max: 3_000_000 }),
      (frameRate, frame, start) => {
        const grid = { frameRate, startSeconds: start / 1e6 };
        return secondsToFrame(frameToSeconds(frame, grid), grid) === frame;
      },
    ),
  );
  t.pass();
});

test('timecodes grow with frames and never repeat', (t) => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 0, max: 400_000 }), (frameRate, frame) => {
      const [a, b] = [frameToTimecode(frame, frameRate), frameToTimecode(frame + 1, frameRate)];
      return a < b;
    }),
  );
  t.pass();
});
