import test from 'ava';
import { ReelsightError } from '../../../src/core/index.ts';
import type { Rational } from '../../../src/core/measurements/rational.ts';
import { describeTimecode, resolveStartTimecode } from '../../../src/core/measurements/start-timecode.ts';
import { countPerDay, writeTimecode } from '../../../src/core/measurements/timecode-text.ts';

const rate = (numerator: number, denominator = 1): Rational => ({ numerator, denominator });
const [NTSC, NTSC_60] = [rate(30_000, 1001), rate(60_000, 1001)];
const describe = (frameRate: Rational, startTimecode: string | null, startTimecodeRate: Rational | null = null) =>
  describeTimecode(frameRate, { startTimecode, startTimecodeRate });
/** The timecode of the first picture. */
const begin = (start: string, ...source: Parameters<typeof describe>) => {
  const resolved = resolveStartTimecode(start, describe(...source));
  return writeTimecode(resolved.startFrame, resolved);
};

test('without a timecode of the source, 29.97 and 59.94 count drop-frame', (t) => {
  t.deepEqual(describe(NTSC, null), {
    ...{ rate: NTSC, dropFrame: true, isConformed: false, sourceStart: null, sourceRate: null },
  });
  t.true(describe(NTSC_60, null).dropFrame);
  t.false(describe(rate(30), null).dropFrame);
});

test('the source’s own timecode says whether frames are dropped', (t) => {
  t.deepEqual(describe(NTSC, '01:00:00:00'), {
    ...{ rate: NTSC, dropFrame: false, isConformed: false, sourceStart: '01:00:00:00', sourceRate: NTSC },
  });
  t.like(describe(NTSC, '01:00:00;00'), { dropFrame: true, sourceStart: '01:00:00;00' });
  t.like(describe(NTSC, '01:00:00.02'), { dropFrame: true, sourceStart: '01:00:00;02' });
  t.like(describe(rate(25), '10:00:00:00'), { dropFrame: false, sourceStart: '10:00:00:00' });
  // Marked as drop-frame at a rate that has none: its numbers are those of 29.97, and it counts on without gaps.
  t.like(describe(rate(30), '01:00:00;00'), { rate: rate(30), dropFrame: false, sourceRate: NTSC });
});

test('a timecode that cannot be is ignored', (t) => {
  for (const text of ['', 'x', '24:00:00:00', '00:60:00:00', '01:00:00:30', '00:01:00;00', '1:2:3:4', '01:00:00'])
    t.like(describe(NTSC, text), { dropFrame: true, sourceStart: null, sourceRate: null }, text);
});

test('pictures at no editing rate are counted at the source’s, unless that is slower', (t) => {
  t.like(describe(rate(59, 2), '01:00:00;00', NTSC), { rate: NTSC, dropFrame: true, isConformed: true });
  t.like(describe(rate(59, 2), '01:00:00;00'), { rate: NTSC, dropFrame: true, isConformed: true });
  t.like(describe(rate(59, 2), '01:00:00:00', rate(25)), { rate: rate(30), isConformed: true, sourceRate: rate(25) });
  t.is(begin('source', rate(59, 2), '01:00:00:20', rate(25)), '01:00:00:24');
});

test('a camera’s 29.97 for 59.94 pictures: the same time, in frames of the pictures', (t) => {
  t.like(describe(NTSC_60, '01:00:00;15', NTSC), { rate: NTSC_60, dropFrame: true, sourceRate: NTSC });
  t.is(begin('source', NTSC_60, '01:00:00;15', NTSC), '01:00:00;30');
  t.is(begin('source', NTSC_60, '00:01:00;02', NTSC), '00:01:00;04');
  t.is(begin('source', NTSC_60, '01:00:00:15', NTSC), '01:00:00:30');
  t.is(begin('source', NTSC_60, '01:00:00;15'), '01:00:00;15');
  t.is(begin('source', rate(50), '10:00:00:24', rate(25)), '10:00:00:48');
});

test('a start is the source’s, zero, or what is given', (t) => {
  t.is(begin('zero', NTSC, '01:00:00:00'), '00:00:00:00');
  t.is(begin('zero', NTSC, null), '00:00:00;00');
  t.is(begin('source', NTSC, '01:00:00:00'), '01:00:00:00');
  t.is(begin('10:00:00:00', NTSC, '01:00:00;00'), '10:00:00:00');
  t.is(begin('10:00:00;00', NTSC, '01:00:00:00'), '10:00:00;00');
  t.is(begin('23:59:59:24', rate(25), null), '23:59:59:24');
});

test('drop-frame and whole counting of an hour are 108 frames apart, as in SMPTE ST 12-1', (t) => {
  t.is(resolveStartTimecode('01:00:00;00', describe(NTSC, null)).startFrame, 107_892);
  t.is(resolveStartTimecode('01:00:00:00', describe(NTSC, null)).startFrame, 108_000);
  t.is(countPerDay({ rate: NTSC, dropFrame: true }), 2_589_408);
  t.is(countPerDay({ rate: rate(25), dropFrame: false }), 2_160_000);
});

test('a start that does not exist is refused with what to write', (t) => {
  const refusals: [string, Rational, RegExp][] = [
    ['source', rate(25), /has no start timecode of its own.*give a timecode, or zero/],
    ['noon', rate(25), /Received "noon".*source, zero or HH:MM:SS:FF/],
    ['25:00:00:00', rate(25), /Received "25:00:00:00"/],
    ['00:00:00:25', rate(25), /00:00:00:25 does not exist at the 25 frames a second.*00 to 24/],
    ['00:00:00;00', rate(25), /only 29.97 and 59.94 frames a second have drop-frame: write 00:00:00:00/],
    ['00:01:00;00', NTSC, /skips the frames 00 to 01 of that minute: write 00:01:00;02/],
    ['00:11:00;03', NTSC_60, /skips the frames 00 to 03 of that minute: write 00:11:00;04/],
  ];
  for (const [start, frameRate, message] of refusals) {
    const error = t.throws(() => resolveStartTimecode(start, describe(frameRate, null)), {
      instanceOf: ReelsightError,
    });
    t.is(error.kind, 'input');
    t.regex(error.message, message);
  }
  t.is(begin('00:10:00;00', NTSC, null), '00:10:00;00');
});
