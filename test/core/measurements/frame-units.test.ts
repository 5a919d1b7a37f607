import test from 'ava';
import fc from 'fast-check';
import { frameToMilliseconds, frameToTicks, TICKS_PER_SECOND } from '../../../src/core/measurements/frame-units.ts';

const rates = fc.constantFrom(
  ...[24_000, 30_000, 60_000].map((numerator) => ({ numerator, denominator: 1001 })),
  ...[24, 25, 30, 50, 60].map((numerator) => ({ numerator, denominator: 1 })),
  { numerator: 25, denominator: 2 },
  { numerator: 19_001, denominator: 317 },
);
const frames = fc.integer({ min: 0, max: 6_000_000 });

test('milliseconds lie in the frame, whatever the rate and the start', (t) => {
  fc.assert(
    fc.property(rates, frames, fc.integer({ min: 0, max: 90_000_000 }), (frameRate, frame, startMicros) => {
      const ms = BigInt(frameToMilliseconds(frame, { frameRate, startSeconds: startMicros / 1e6 }));
      // All times in units of a microsecond divided by the rate, which are whole numbers.
      const rate = BigInt(frameRate.numerator);
      const time = (n: number) => BigInt(startMicros) * rate + BigInt(n) * BigInt(frameRate.denominator) * 1_000_000n;
      const written = ms * 1000n * rate;
      return written >= time(frame) && written < time(frame + 1) && written - time(frame) < 1000n * rate;
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('frames of a clip at 29.97: 5.772433 s is 5.773, not 5.772', (t) => {
  const grid = { frameRate: { numerator: 30_000, denominator: 1001 }, startSeconds: 0 };
  t.deepEqual(
    [173, 462, 30_000].map((frame) => frameToMilliseconds(frame, grid)),
    [5773, 15_416, 1_001_000],
  );
});

test('ticks are those of a stream on the same clock, though its start is rounded to a microsecond', (t) => {
  fc.assert(
    fc.property(rates, frames, fc.integer({ min: 0, max: 8_100_000 }), (frameRate, frame, startTicks) => {
      const startSeconds = Math.round((startTicks / TICKS_PER_SECOND) * 1e6) / 1e6;
      const ticks = BigInt(frameToTicks(frame, { frameRate, startSeconds }) - startTicks) * BigInt(frameRate.numerator);
      const exact = BigInt(frame) * BigInt(frameRate.denominator) * BigInt(TICKS_PER_SECOND);
      // The start may be off by the twentieth of a tick, and so may what is allowed for it.
      const tenth = BigInt(frameRate.numerator) / 10n;
      const isOnTick = exact % BigInt(frameRate.numerator) === 0n;
      return isOnTick ? ticks === exact : ticks > exact - tenth && ticks < exact + 11n * tenth;
    }),
    { numRuns: 1000 },
  );
  t.is(frameToTicks(1, { frameRate: { numerator: 30_000, denominator: 1001 }, startSeconds: 0.033367 }), 6006);
});
