import test from 'ava';
import fc from 'fast-check';
import { frameToTimecode } from '../../../src/core/index.ts';
import type { Rational } from '../../../src/core/measurements/rational.ts';
import { chooseTimebase, conformFrame, EDITING_RATES } from '../../../src/core/measurements/timebase.ts';
import { countToTimecode, parseTimecode } from '../../../src/core/measurements/timecode-text.ts';

const rate = (numerator: number, denominator = 1): Rational => ({ numerator, denominator });
const describe = (frameRate: Rational) => {
  const { rate: chosen, dropFrame } = chooseTimebase(frameRate);
  return `${chosen.numerator}/${chosen.denominator}${dropFrame ? ' drop' : ''}`;
};

test('a rate that editing programs know counts its own frames, however a file writes it', (t) => {
  const own = EDITING_RATES.map((known) => [
    describe(known).replace(' drop', ''),
    `${known.numerator}/${known.denominator}`,
  ]);
  t.deepEqual(
    own.map(([chosen]) => chosen),
    own.map(([, known]) => known),
  );
  t.is(describe(rate(30_000, 1001)), '30000/1001 drop');
  t.is(describe(rate(2997, 100)), '30000/1001 drop');
  t.is(describe(rate(19_001, 317)), '60000/1001 drop');
  t.is(describe(rate(2997, 125)), '24000/1001');
});

test('another rate takes its lowest whole multiple, else the next whole rate', (t) => {
  const cases: [Rational, string][] = [
    [rate(25, 2), '25/1'],
    [rate(15), '30/1'],
    [rate(10), '30/1'],
    [rate(1), '24/1'],
    [rate(12), '24/1'],
    [rate(20), '60/1'],
    [rate(15_000, 1001), '30000/1001 drop'],
    [rate(59, 2), '30/1'],
    [rate(117, 4), '30/1'],
    [rate(45_000, 1499), '30/1'],
    [rate(1199, 40), '30/1'],
    [rate(31), '48/1'],
    [rate(601, 10), '60/1'],
    [rate(1, 1000), '24/1'],
  ];
  for (const [frameRate, expected] of cases) t.is(describe(frameRate), expected);
});

test('pictures faster than 60 a second share timecodes', (t) => {
  const cases: [Rational, string][] = [
    [rate(100), '50/1'],
    [rate(120), '60/1'],
    [rate(120_000, 1001), '60000/1001 drop'],
    [rate(144), '48/1'],
    [rate(240), '60/1'],
    [rate(75), '60/1'],
    [rate(90_000), '60/1'],
  ];
  for (const [frameRate, expected] of cases) t.is(describe(frameRate), expected);
  t.deepEqual(
    [0, 1, 2, 3].map((frame) => conformFrame(frame, rate(120), chooseTimebase(rate(120)))),
    [0, 1, 1, 2],
  );
});

test('timecodes of rates between follow the time', (t) => {
  // The last cut of a clip of 29.5 pictures a second on average: 38.508 s, not 37 s and 26 frames.
  t.is(frameToTimecode(1136, rate(59, 2)), '00:00:38:15');
  t.is(frameToTimecode(72, rate(25, 2)), '00:00:05:19');
  t.is(frameToTimecode(1, rate(25, 2)), '00:00:00:02');
  t.is(frameToTimecode(90_000, rate(25, 2)), '02:00:00:00');
});

const anyRate = fc
  .record({ numerator: fc.integer({ min: 1, max: 120_000 }), denominator: fc.integer({ min: 1, max: 3000 }) })
  .filter(({ numerator, denominator }) => numerator / denominator >= 0.1 && numerator / denominator <= 240);

test('a timecode is never further than half of its frame from the time, and different frames have different ones', (t) => {
  fc.assert(
    fc.property(anyRate, fc.integer({ min: 0, max: 3_000_000 }), (frameRate, frame) => {
      const timebase = chooseTimebase(frameRate);
      const count = conformFrame(frame, frameRate, timebase);
      const seconds = (frame * frameRate.denominator) / frameRate.numerator;
      const counted = (count * timebase.rate.denominator) / timebase.rate.numerator;
      const [pictures, counts] = [frameRate, timebase.rate].map((r) => r.numerator / r.denominator) as [number, number];
      // What a file spares in digits of a rate that is known stays: two millionths.
      const drift = Math.abs(pictures / counts - 1) < 2e-6 ? 2e-6 * seconds : 0;
      const isNear = Math.abs(seconds - counted) <= 0.5 / counts + drift + 1e-6;
      const isApart = counts < pictures || conformFrame(frame + 1, frameRate, timebase) > count;
      return isNear && isApart;
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test('a timecode says which frame of its timebase it is', (t) => {
  fc.assert(
    fc.property(fc.constantFrom(...EDITING_RATES), fc.integer({ min: 0, max: 2_000_000 }), (frameRate, frame) => {
      const fields = parseTimecode(frameToTimecode(frame, frameRate));
      return fields !== null && countToTimecode(fields, chooseTimebase(frameRate)) === frame;
    }),
  );
  t.pass();
});
