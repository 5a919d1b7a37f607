import test from 'ava';
import type { Report } from '../../src/core/report.ts';
import { listTracks } from '../../src/report-page/model/list-tracks.ts';
import { describeStarts, findSegment } from '../../src/report-page/model/tracks.ts';
import { createSampleReport, createVideoLabel } from '../helpers/sample-report.ts';

const report = createSampleReport({ appearances: true });
const seen = (taxonomy: string, name: string, endSeconds: number) =>
  createVideoLabel({ taxonomy, name, confidence: 0.5 }, [{ startSeconds: 0, endSeconds, confidence: 0.5 }]);

test('each taxonomy’s longest label comes in turn, then brands and products', (t) => {
  const labels = [
    seen('everyday', 'kitchen', 9),
    seen('everyday', 'street', 8),
    seen('imagenet', 'espresso', 1),
    seen('nsfwjs', 'Neutral', 99),
  ];
  const tracks = listTracks({ ...report, labels });
  t.deepEqual(
    tracks.map(({ kind, group, title }) => [kind, group, title]),
    [
      ['label', 0, 'Kitchen'],
      ['label', 1, 'Espresso'],
      ['label', 0, 'Street'],
      ['brand', 0, 'Brands'],
      ['product', 0, 'Products'],
    ],
  );
});

test('brands share a lane, in order of time, with the picture that shows each best', (t) => {
  const brands = listTracks(report).find(({ kind }) => kind === 'brand')!;
  const starts = brands.segments.map(({ startSeconds }) => startSeconds);
  t.deepEqual(
    starts,
    starts.toSorted((a, b) => a - b),
  );
  t.is(brands.segments.length, report.brands.flatMap(({ segments }) => segments).length);
  t.like(brands.segments[0], { title: 'Acme <Cola>', thumbnail: report.brands[0]!.segments[0]!.thumbnail });
});

test('what is seen at the same time lies in rows, the first that is free', (t) => {
  const [first] = report.brands[0]!.segments as [Report['brands'][number]['segments'][number]];
  const at = (name: string, startSeconds: number, endSeconds: number): Report['brands'][number] => ({
    ...report.brands[0]!,
    name,
    segments: [{ ...first, startSeconds, endSeconds }],
  });
  const brands = [at('a', 0, 10), at('b', 5, 20), at('c', 10, 12), at('d', 11, 30), at('e', 11.5, 40)];
  const track = listTracks({ ...report, brands }).find(({ kind }) => kind === 'brand')!;
  t.is(track.rows, 3);
  t.deepEqual(
    track.segments.map(({ title, row }) => `${title}${row}`),
    ['a0', 'b1', 'c0', 'd2', 'e2'],
  );
  t.is(findSegment(track, 11, { row: 0 })!.title, 'c');
});

test('what is not there has no lane', (t) => {
  t.deepEqual(listTracks({ ...report, labels: [], brands: [], productListings: [] }), []);
});

test('of what a lane shows at a time the surest is told; near its edge counts too', (t) => {
  const segment = (startSeconds: number, endSeconds: number, confidence: number) => ({
    startSeconds,
    endSeconds,
    confidence,
    title: String(confidence),
    row: 0,
    thumbnail: null,
  });
  const track = {
    kind: 'brand',
    group: 0,
    title: 'Brands',
    rows: 1,
    segments: [segment(1, 5, 0.4), segment(3, 6, 0.7)],
  } as const;
  t.is(findSegment(track, 2)!.title, '0.4');
  t.is(findSegment(track, 4)!.title, '0.7');
  t.is(findSegment(track, 6), null);
  t.is(findSegment(track, 6.05, { slackSeconds: 0.1 })!.title, '0.7');
});

test('what begins to be seen at a frame, in words', (t) => {
  const tracks = listTracks(report);
  t.true(describeStarts(tracks, 0, report.video).includes('Acme <Cola> · 00:00:00:00 to 00:0'));
  t.is(describeStarts(tracks, 1, report.video), '');
});
