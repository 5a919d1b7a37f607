import test from 'ava';
import fc from 'fast-check';
import type { Rational } from '../../../src/core/measurements/timecode.ts';
import { chooseRate, type RateHints } from '../../../src/core/media/probe/grid.ts';
import { snapRate, toNumber } from '../../../src/core/media/probe/rates.ts';

const rate = (numerator: number, denominator = 1): Rational => ({ numerator, denominator });
const NO_HINTS: RateHints = { guess: null, average: null };
const MILLISECONDS = 0.001;

/** Times of pictures that follow each other evenly, rounded as a container's clock rounds them. */
function evenTimes(of: Rational, count: number, unit: number, round: (n: number) => number = Math.round): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => round(i / toNumber(of) / unit) * unit);
}

const BROADCAST = [
  ...[rate(24_000, 1001), rate(24), rate(25), rate(30_000, 1001), rate(30), rate(48_000, 1001), rate(50)],
  ...[rate(60_000, 1001), rate(60), rate(25, 2), rate(15), rate(10), rate(100), rate(120)],
];

for (const of of BROADCAST)
  for (const [name, round] of [
    ['rounds', Math.round],
    ['cuts off', Math.floor],
  ] as const)
    test(`${of.numerator}/${of.denominator} is told from a clock that ${name} milliseconds`, (t) => {
      t.deepEqual(chooseRate(evenTimes(of, 400, MILLISECONDS, round), MILLISECONDS, 0, NO_HINTS), of);
    });

test('a guess from rounded time stamps is the broadcast rate', (t) => {
  t.deepEqual(snapRate(rate(19_001, 317)), rate(60_000, 1001));
  t.deepEqual(snapRate(rate(7001, 146)), rate(48_000, 1001));
  t.deepEqual(snapRate(rate(2997, 100)), rate(30_000, 1001));
  t.deepEqual(snapRate(rate(117, 4)), rate(117, 4));
});

test('the container’s guess is kept where every picture has its slot', (t) => {
  t.deepEqual(
    chooseRate(evenTimes(rate(25), 100, MILLISECONDS), MILLISECONDS, 0, { guess: rate(25), average: null }),
    rate(25),
  );
  // Uneven, 29.5 a second on average.
  const uneven = Float64Array.from({ length: 590 }, (_, i) => i / 29.5 + (i % 2) * 0.004);
  t.deepEqual(chooseRate(uneven, 1 / 90_000, 0, { guess: rate(59, 2), average: null }), rate(59, 2));
});

test('a guess that counts fields gives way to an average that is exact', (t) => {
  const hints = { guess: rate(50), average: rate(25) };
  t.deepEqual(chooseRate(evenTimes(rate(25), 25, 1 / 90_000), 1 / 90_000, 0.04, hints), rate(25));
  // Pictures that lie between those of the average, too.
  const uneven = Float64Array.from({ length: 50 }, (_, i) => (i < 25 ? i / 50 : i / 25 - 0.5));
  t.deepEqual(chooseRate(uneven, 1 / 90_000, 0.04, { guess: rate(50), average: rate(100, 3) }), rate(50));
});

test('what begins slowly keeps the pictures of its fast part', (t) => {
  const slow = Array.from({ length: 30 }, (_, i) => i);
  const fast = Array.from({ length: 140 }, (_, i) => 30 + i / 30);
  const hints = { guess: rate(1), average: rate(1) };
  t.deepEqual(chooseRate(Float64Array.from([...slow, ...fast]), 1 / 90_000, 0, hints), rate(30));
  const mixed = [...Array.from({ length: 48 }, (_, i) => i / 24), ...Array.from({ length: 120 }, (_, i) => 2 + i / 60)];
  t.deepEqual(chooseRate(Float64Array.from(mixed), 1 / 90_000, 0, { guess: rate(24), average: null }), rate(120));
});

test('a stray double does not make a rate', (t) => {
  const times = [...evenTimes(rate(30), 300, 1 / 15_360), 5.00007].sort((a, b) => a - b);
  t.deepEqual(chooseRate(Float64Array.from(times), 1 / 15_360, 0, { guess: rate(30), average: null }), rate(30));
});

test('a container’s clock is not a rate, unless the pictures are as many', (t) => {
  const times = evenTimes(rate(30_000, 1001), 300, MILLISECONDS);
  t.deepEqual(chooseRate(times, MILLISECONDS, 0, { guess: rate(1000), average: null }), rate(30_000, 1001));
  const slowMotion = evenTimes(rate(240), 480, 1 / 90_000);
  t.deepEqual(chooseRate(slowMotion, 1 / 90_000, 0, { guess: rate(240), average: rate(240) }), rate(240));
});

test('slides and single pictures', (t) => {
  const hints = { guess: rate(25), average: null };
  t.deepEqual(chooseRate(Float64Array.of(0), 0.001, 0.04, hints), rate(25));
  t.deepEqual(chooseRate(Float64Array.of(0), 0.001, 3600, hints), rate(1));
  t.deepEqual(chooseRate(Float64Array.of(0), 0.001, 0, NO_HINTS), rate(25));
  t.deepEqual(chooseRate(Float64Array.of(0, 600, 1200), 0.001, 600, hints), rate(1));
});

test('whatever the times, nearly every picture that can be seen has a slot of its own, near its time', (t) => {
  const gaps = fc.array(fc.integer({ min: 17, max: 400 }), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(gaps, (milliseconds) => {
      const times = new Float64Array(milliseconds.length + 1);
      for (const [i, gap] of milliseconds.entries()) times[i + 1] = times[i]! + gap / 1000;
      const perSecond = toNumber(chooseRate(times, MILLISECONDS, 0, NO_HINTS));
      const slots = new Set([...times].map((time) => Math.floor(time * perSecond + 0.5)));
      t.true(slots.size >= times.length * 0.998 - 1, `${perSecond} a second: ${slots.size} of ${times.length}`);
      t.true(perSecond <= 120);
    }),
  );
});
