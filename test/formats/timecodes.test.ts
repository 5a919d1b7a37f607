import test from 'ava';
import fc from 'fast-check';
import type { Report } from '../../src/core/report.ts';
import { exportReport, type FormatName } from '../../src/formats/index.ts';
import { createSampleReport, type SampleOptions } from '../helpers/sample-report.ts';

const NTSC = { numerator: 30_000, denominator: 1001 };
const NTSC_60 = { numerator: 60_000, denominator: 1001 };
const SHORT = { shotCount: 2, sceneCount: 2, breakCount: 1, durationSeconds: 8 };

const render = (report: Report, format: FormatName, startTimecode?: string) =>
  exportReport(report, format, { thumbnails: new Map(), startTimecode }).content;

/** What an edit list counts, and the times of its events. */
function readEdl(options: SampleOptions, startTimecode?: string) {
  const text = render(createSampleReport({ ...SHORT, ...options }), 'edl', startTimecode);
  const events = [...text.matchAll(/ ([\d:;]{11}) ([\d:;]{11}) ([\d:;]{11}) ([\d:;]{11})\r$/gm)];
  return {
    fcm: /FCM: (.*)\r/.exec(text)![1],
    note: /^\* TIMECODE COUNTS (.*)\r$/m.exec(text)?.[1],
    head: text
      .split('\r\n')
      .slice(0, 4)
      .map((line) => line.slice(0, 4)),
    first: events[0]![1],
    last: events.at(-1)![2],
    isAlike: events.every(([, start, end, recordStart, recordEnd]) => start === recordStart && end === recordEnd),
    events: events.map(([, start, end]) => [start!, end!] as const).filter(([start, end]) => start !== end),
  };
}

/** First frames of media and timeline, the rate, and where clips begin and end. */
function readOtio(options: SampleOptions, startTimecode?: string) {
  const timeline = JSON.parse(render(createSampleReport({ ...SHORT, ...options }), 'otio', startTimecode));
  const clips = timeline.tracks.children[0].children.filter((item: object) => 'media_references' in item);
  const media = clips[0].media_references.DEFAULT_MEDIA.available_range;
  return {
    global: timeline.global_start_time?.value ?? null,
    rate: media.start_time.rate,
    media: [media.start_time.value, media.duration.value],
    clips: clips.map((clip: { source_range: { start_time: { value: number }; duration: { value: number } } }) => [
      clip.source_range.start_time.value,
      clip.source_range.start_time.value + clip.source_range.duration.value,
    ]),
    markers: [...timeline.tracks.markers, ...timeline.tracks.children[0].markers].map(
      (marker) => marker.marked_range.start_time.value,
    ),
  };
}

test('an edit list names the media’s own timecode, and counts as it does', (t) => {
  const times = ({ fcm, first, last, isAlike }: ReturnType<typeof readEdl>) => [fcm, first, last, isAlike];
  const source = { frameRate: NTSC, durationSeconds: 240 / (30_000 / 1001) };
  t.deepEqual(times(readEdl({ ...source, startTimecode: '01:00:00:00' })), [
    ...['NON-DROP FRAME', '01:00:00:00', '01:00:08:00', true],
  ]);
  t.deepEqual(times(readEdl({ ...source, startTimecode: '00:59:59;20' })), [
    ...['DROP FRAME', '00:59:59;20', '01:00:07;20', true],
  ]);
  t.deepEqual(times(readEdl(source)), ['DROP FRAME', '00:00:00;00', '00:00:08;00', true]);
  t.deepEqual(times(readEdl({ ...source, startTimecode: '01:00:00:00' }, 'zero')), [
    ...['NON-DROP FRAME', '00:00:00:00', '00:00:08:00', true],
  ]);
  t.deepEqual(times(readEdl({ ...source, startTimecode: '01:00:00:00' }, '10:00:00;00')), [
    ...['DROP FRAME', '10:00:00;00', '10:00:08;00', true],
  ]);
});

test('a camera’s 29.97 for 59.94 pictures: events count 59.94 from the same time', (t) => {
  const options = { frameRate: NTSC_60, startTimecode: '01:00:00;15', startTimecodeRate: NTSC };
  t.like(readEdl(options), { fcm: 'DROP FRAME', first: '01:00:00;30' });
  t.like(readOtio(options), { rate: 60_000 / 1001, global: 2 * (107_892 + 15) });
});

test('timecodes begin again after 24 hours', (t) => {
  const options = { frameRate: { numerator: 25, denominator: 1 }, startTimecode: '23:59:58:00' };
  const { first, last, events } = readEdl(options);
  t.deepEqual([first, last], ['23:59:58:00', '00:00:06:00']);
  for (const [i, [, end]] of events.slice(0, -1).entries()) t.is(end, events[i + 1]![0]);
});

test('OpenTimelineIO: media and timeline begin at the source’s timecode, markers count from the timeline’s start', (t) => {
  const report = createSampleReport({ ...SHORT, frameRate: NTSC });
  const frames = report.video.frameCount;
  const cut = report.shots[1]!.startFrame;
  const markers = [report.storyBreaks[0]!.frame, ...report.scenes.map(({ startFrame }) => startFrame)];
  const at = (start: number) => ({
    media: [start, frames],
    clips: [
      [start, start + cut],
      [start + cut, start + frames],
    ],
    markers,
  });
  t.like(readOtio({ frameRate: NTSC }), { global: null, ...at(0) });
  t.like(readOtio({ frameRate: NTSC, startTimecode: '01:00:00;00' }), { global: 107_892, ...at(107_892) });
  t.like(readOtio({ frameRate: NTSC, startTimecode: '01:00:00:00' }), { global: 108_000, ...at(108_000) });
  t.like(readOtio({ frameRate: NTSC, startTimecode: '01:00:00:00' }, 'zero'), { global: null, ...at(0) });
});

test('a rate that cannot be edited is written at one that can, by time', (t) => {
  const options = { frameRate: { numerator: 59, denominator: 2 }, durationSeconds: 40 };
  const edl = readEdl(options);
  t.like(edl, { fcm: 'NON-DROP FRAME', note: '30 FRAMES A SECOND, BY TIME; THE VIDEO HAS 29.5', last: '00:00:40:00' });
  t.like(readOtio(options), { rate: 30, media: [0, 1200] });
  // Readers take no comment before the first event.
  t.deepEqual(edl.head, ['TITL', 'FCM:', '', '001 ']);
  t.is(readEdl({}).note, undefined);
  t.like(readOtio({ frameRate: { numerator: 120, denominator: 1 } }), { rate: 60, media: [0, 480] });
});

test('tables count from zero unless a start is asked for', (t) => {
  const report = createSampleReport({ ...SHORT, frameRate: NTSC, startTimecode: '01:00:00:00' });
  report.storyBreaks[0]!.safe = true;
  const startOf = (format: FormatName, start?: string) =>
    /\d\d:\d\d:\d\d[:;]\d\d/.exec(render(report, format, start))![0];
  for (const format of ['csv', 'csv-segments', 'csv-frames', 'scte35'] as const) {
    const fromZero = startOf(format);
    t.regex(fromZero, /^00:00:0\d:\d\d$/, format);
    // Without dropped numbers, ten hours change nothing but the hours.
    t.is(startOf(format, 'source'), `01${fromZero.slice(2)}`, format);
    t.is(startOf(format, '10:00:00:00'), `10${fromZero.slice(2)}`, format);
    t.is(startOf(format, '10:00:00;00'), `10${fromZero.slice(2).replace(/:(?=..$)/, ';')}`, format);
  }
  t.is(startOf('scte35'), report.storyBreaks[0]!.timecode);
  t.is(report.shots[0]!.startTimecode, '00:00:00:00');
  t.is(render(report, 'json', 'source'), render(report, 'json'));
});

test('a start that the video cannot have is refused in every format that writes timecodes', (t) => {
  const report = createSampleReport({ ...SHORT });
  for (const format of ['edl', 'otio', 'csv', 'csv-segments', 'csv-frames', 'scte35'] as const)
    for (const start of ['00:00:00:25', '00:00:00;00', 'source', 'x'])
      t.throws(() => render(report, format, start), { name: 'ReelsightError' }, `${format} ${start}`);
});

const rates = fc
  .record({ numerator: fc.integer({ min: 1, max: 120_000 }), denominator: fc.constantFrom(1, 2, 100, 317, 1001) })
  .filter(({ numerator, denominator }) => numerator / denominator >= 1 && numerator / denominator <= 240);

test('no event is empty and each ends where the next begins, at any rate', (t) => {
  fc.assert(
    fc.property(
      rates,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 99 }),
      (frameRate, shotCount, seed) => {
        const durationSeconds = (3 * shotCount * frameRate.denominator) / frameRate.numerator;
        const options = { frameRate, shotCount, sceneCount: 1, breakCount: 0, durationSeconds, seed };
        const { events } = readEdl(options);
        t.is(events.length, shotCount);
        for (const [i, [start, end]] of events.entries()) {
          t.true(start < end);
          t.is(end, events[i + 1]?.[0] ?? end);
        }
        const { clips, media } = readOtio(options);
        t.is(clips[0][0], media[0]);
        t.is(clips.at(-1)[1], media[0]! + media[1]!);
        for (const [i, [start, end]] of clips.entries()) t.true(start < end && end === (clips[i + 1]?.[0] ?? end));
      },
    ),
    { numRuns: 100 },
  );
});
