import test from 'ava';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { parse } from 'hls-parser';
import type { Report } from '../../src/core/report.ts';
import { exportReport, type FormatName } from '../../src/formats/index.ts';
import { createSampleReport } from '../helpers/sample-report.ts';

const reports = fc
  .record({
    seed: fc.integer({ min: 1, max: 10_000 }),
    shotCount: fc.integer({ min: 2, max: 40 }),
    durationSeconds: fc.integer({ min: 40, max: 20_000 }),
    startSeconds: fc.integer({ min: 0, max: 3_000_000 }).map((micros) => micros / 1e6),
    frameRate: fc.constantFrom(
      ...[24_000, 30_000, 60_000].map((numerator) => ({ numerator, denominator: 1001 })),
      ...[24, 25, 30, 50, 60].map((numerator) => ({ numerator, denominator: 1 })),
      { numerator: 25, denominator: 2 },
      { numerator: 59, denominator: 2 },
    ),
  })
  .map((options) => createSampleReport(options));

const render = (report: Report, format: FormatName) => exportReport(report, format, { thumbnails: new Map() }).content;

/** Whether milliseconds lie in a frame: at its time or after it, and before the next one's. */
function isIn(ms: number, frame: number, { video: { frameRate, startSeconds } }: Report): boolean {
  const rate = BigInt(frameRate.numerator);
  const startMicros = BigInt(Math.round(startSeconds * 1e6));
  const at = (n: number) => startMicros * rate + BigInt(n) * BigInt(frameRate.denominator) * 1_000_000n;
  const time = BigInt(ms) * 1000n * rate;
  return time >= at(frame) && time < at(frame + 1);
}

const toMs = (clock: string): number => {
  const [hours, minutes, seconds] = clock.split(':').map(Number) as [number, number, number];
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
};

const readXml = (text: string) =>
  new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true },
    isArray: (name) => ['AdBreak', 'ResponseSignal', 'ConditioningInfo'].includes(name),
  }).parse(text);

const CHAPTERS: [FormatName, RegExp, (text: string) => number][] = [
  ['vtt', /^([\d:.]+) --> ([\d:.]+)$/gm, toMs],
  ['ffmetadata', /^START=(\d+)\nEND=(\d+)$/gm, Number],
];

test('chapters begin in the first frame of their scene, and each ends where the next begins', (t) => {
  fc.assert(
    fc.property(reports, (report) => {
      for (const [format, pattern, read] of CHAPTERS) {
        const chapters = [...render(report, format).matchAll(pattern)].map(([, ...ends]) => ends.map(read));
        t.is(chapters.length, report.scenes.length, format);
        for (const [i, [start, end]] of chapters.entries()) {
          const { startFrame, endFrame } = report.scenes[i]!;
          t.true(isIn(start!, startFrame, report) && isIn(end!, endFrame, report), format);
          t.is(end, chapters[i + 1]?.[0] ?? end);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('breaks are signalled in the first frame after them', (t) => {
  fc.assert(
    fc.property(reports, (report) => {
      const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
      const { AdBreak = [] } = readXml(render(report, 'vmap')).VMAP;
      const esam = readXml(render(report, 'scte35-esam')).SignalProcessingNotification;
      const playlist = parse(render(report, 'hls-cues'));
      const segments = 'segments' in playlist ? playlist.segments.slice(1) : [];
      t.is(segments.length, safe.length);
      for (const [i, { frame }] of safe.entries()) {
        const point = Number(esam.ResponseSignal[i].NPTPoint.nptPoint);
        const offset = Number(/^PT([\d.]+)S$/.exec(esam.ConditioningInfo[i].startOffset)![1]);
        const times = [
          toMs(AdBreak[i].timeOffset),
          ...[point, offset].map((seconds) => Math.round(seconds * 1000)),
          ...[segments[i]!.programDateTime!, segments[i]!.dateRange!.start!].map((date) => date.getTime()),
        ];
        t.deepEqual(new Set(times).size, 1);
        t.true(isIn(times[0]!, frame, report));
      }
    }),
    { numRuns: 30 },
  );
});

test('Rekognition’s milliseconds, from the first frame on, lie in the frame that they name', (t) => {
  fc.assert(
    fc.property(reports, (report) => {
      const fromZero = { ...report, video: { ...report.video, startSeconds: 0 } };
      for (const segment of JSON.parse(render(report, 'rekognition')).GetSegmentDetection.Segments) {
        t.true(isIn(segment.StartTimestampMillis, segment.StartFrameNumber, fromZero));
        t.true(isIn(segment.EndTimestampMillis, segment.EndFrameNumber, fromZero));
      }
    }),
    { numRuns: 20 },
  );
});
