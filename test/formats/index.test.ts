import test from 'ava';
import { ReelsightError } from '../../src/core/errors.ts';
import { exportReport, FORMAT_NAMES, FORMATS, type FormatName, isFormatName } from '../../src/formats/index.ts';
import { createSampleReport, createSampleThumbnails, HOSTILE_NAMES } from '../helpers/sample-report.ts';

test('every format has its own file name and one line of description', (t) => {
  const formats = Object.values(FORMATS);
  t.is(new Set(formats.map(({ fileName }) => fileName)).size, formats.length);
  for (const { fileName, description } of formats) {
    t.regex(fileName, /^[a-z]+(\.[a-z0-9]+)+$/);
    t.regex(description, /^[^\n]{10,90}$/);
  }
});

test('file names do not depend on the video', (t) => {
  const report = createSampleReport({ name: '../../etc/passwd' });
  const names = FORMAT_NAMES.map((format) => exportReport(report, format, { thumbnails: new Map() }).fileName);
  t.deepEqual(names, [
    'report.json',
    'report.html',
    'shots.csv',
    'segments.csv',
    'frames.csv',
    'chapters.vtt',
    'chapters.ffmetadata',
    'shots.edl',
    'timeline.otio',
    'breaks.vmap.xml',
    'breaks.m3u8',
    'breaks.scte35.csv',
    'breaks.esam.xml',
    'videointelligence.json',
    'videointelligence.output.json',
    'rekognition.json',
  ]);
});

test('the same report gives the same text in every format', (t) => {
  for (const format of FORMAT_NAMES) {
    const [first, second] = [0, 1].map(() => {
      const report = createSampleReport();
      return exportReport(report, format, { thumbnails: createSampleThumbnails(report) }).content;
    });
    t.is(first, second, format);
  }
});

test('every format takes every name, and one shot without anything else', (t) => {
  const bare = createSampleReport({ shotCount: 1, breakCount: 0, thumbnails: false, audio: false, durationSeconds: 1 });
  const reports = [...HOSTILE_NAMES.map((name) => createSampleReport({ name })), bare];
  for (const report of reports) {
    for (const format of FORMAT_NAMES) {
      t.true(exportReport(report, format, { thumbnails: new Map() }).content.length > 0, format);
    }
  }
});

test('exporting leaves the report as it was', (t) => {
  const report = createSampleReport({ breakCount: 8 });
  const before = structuredClone(report);
  for (const format of FORMAT_NAMES) exportReport(report, format, { thumbnails: new Map() });
  t.deepEqual(report, before);
});

test('an unknown format is refused with the ones there are', (t) => {
  const error = t.throws(
    () => exportReport(createSampleReport(), 'toString' as FormatName, { thumbnails: new Map() }),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'input');
  t.regex(error.message, /"toString".*json, html, csv/);
  t.false(isFormatName('toString'));
  t.true(isFormatName('vtt'));
});
