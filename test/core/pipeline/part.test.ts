import test from 'ava';
import { ReelsightError, resolveOptions, type VideoProbe } from '../../../src/core/index.ts';
import { frameToSeconds } from '../../../src/core/measurements/timecode.ts';
import { gridOfPart, resolvePart, type TimePoint } from '../../../src/core/pipeline/part.ts';
import { createProbe } from '../../helpers/measured.ts';

/** A minute of ten frames a second. */
const MINUTE = createProbe(new Array(60).fill(10));
const NTSC = createProbe(new Array(200).fill(10), { frameRate: { numerator: 30_000, denominator: 1001 } });

const partOf = (start?: TimePoint, end?: TimePoint, probe: VideoProbe = MINUTE) => {
  const { startFrame, endFrame } = resolvePart(resolveOptions({ start, end }), probe, 'film.mp4');
  return [startFrame, endFrame];
};

const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ReelsightError && error.kind === 'input') return error.message;
  }
  return 'nothing failed';
};

test('a time may be seconds, a clock time or a timecode, and is the same time in each', (t) => {
  const forms: TimePoint[] = [12.5, '12.5', '0:12.5', '00:12.500', '0:00:12.5', '00:00:12.500'];
  for (const form of forms) t.deepEqual(partOf(form), [125, 600], String(form));
  t.deepEqual(new Set(forms.map((start) => resolveOptions({ start }).start)), new Set([12.5]));
  // Ten frames a second have timecodes of thirty.
  for (const form of ['00:00:12:15', '0:00:12:15']) {
    t.deepEqual(partOf(form), [125, 600]);
    t.is(resolveOptions({ start: form }).start, '00:00:12:15');
  }
  t.deepEqual(partOf('1:00:00:00', undefined, createProbe(new Array(4000).fill(10))), [36_000, 40_000]);
});

test('parts that meet share no frame and leave none out', (t) => {
  for (const at of [0.1, 7.77, 12.5, 59.99]) t.is(partOf(undefined, at)[1], partOf(at)[0]);
  t.deepEqual(partOf(), [0, 600]);
  t.deepEqual(partOf(0, 60), [0, 600]);
  t.deepEqual(partOf(59.95), [599, 600]);
});

test('times of a report name their own frames', (t) => {
  for (const frame of [1, 7, 100, 1234, 1999]) {
    t.is(partOf(frameToSeconds(frame, NTSC), undefined, NTSC)[0], frame);
    t.is(partOf(undefined, frameToSeconds(frame, NTSC), NTSC)[1], frame);
  }
  const late = createProbe(new Array(60).fill(10), { startSeconds: 1.4 });
  t.deepEqual(partOf(0, 2.4, late), [0, 10], 'nothing is on screen before the first picture');
});

test('a timecode counts as it is written, drop-frame or not', (t) => {
  t.is(partOf('00:01:00;02', undefined, NTSC)[0], 1800);
  t.is(partOf('00:01:00:00', undefined, NTSC)[0], 1800);
  t.regex(
    messageOf(() => partOf('00:01:00;00', undefined, NTSC)),
    /timecode 00:01:00;00 does not exist at the 29\.97 .*: write 00:01:00;02/,
  );
  t.regex(
    messageOf(() => partOf('00:00:10:30')),
    /does not exist at the 30 frames a second/,
  );
});

test('what is not a part is told with what to do', (t) => {
  t.regex(
    messageOf(() => partOf(20, 10)),
    /must end after it starts, and start is 20, end 10/,
  );
  t.regex(
    messageOf(() => partOf('0:20', '20')),
    /must end after it starts/,
  );
  t.regex(
    messageOf(() => partOf(10, '00:00:09:00')),
    /No picture lies between 10 s and 00:00:09:00: "film\.mp4" is 60\.00 s/,
  );
  t.regex(
    messageOf(() => partOf(10.01, 10.02)),
    /No picture lies between/,
  );
  t.regex(
    messageOf(() => partOf(60)),
    /starts at 60 s, beyond the end: "film\.mp4" is 60\.00 s \(00:01:00:00\) long\. Give an earlier --start/,
  );
  t.regex(
    messageOf(() => partOf(undefined, '1:01')),
    /ends at 61 s, beyond the end: "film\.mp4" is 60\.00 s/,
  );
  t.regex(
    messageOf(() => partOf(-1)),
    /start: a time cannot be negative/,
  );
  t.regex(
    messageOf(() => partOf('-1')),
    /start: .*give seconds \(90\.5\), a clock time/,
  );
  for (const nonsense of ['', 'noon', '1:60', '1:60:00', '1:2:3:4:5', '1e3', '00:00:01.5:00', '0x10'])
    t.regex(
      messageOf(() => partOf(undefined, nonsense)),
      /end: .*give seconds/,
      nonsense,
    );
  t.regex(
    messageOf(() => partOf(Number.NaN)),
    /start: /,
  );
});

test('the times of a part are those of the file', (t) => {
  for (const probe of [MINUTE, NTSC, { ...NTSC, startSeconds: 0.083417 }])
    for (const startFrame of [0, 1, 437, 599]) {
      const grid = gridOfPart(probe, { startFrame }, 1);
      for (const frame of [0, 1, 2, 3, 50, 99])
        t.is(frameToSeconds(frame, grid), frameToSeconds(startFrame + frame, probe));
    }
});
