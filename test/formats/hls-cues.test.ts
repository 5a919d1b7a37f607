import test from 'ava';
import { parse, type types } from 'hls-parser';
import { frameToMilliseconds } from '../../src/core/measurements/frame-units.ts';
import type { Report } from '../../src/core/report.ts';
import { hlsCuesFormat } from '../../src/formats/hls-cues.ts';
import { createSampleReport, HOSTILE_NAMES } from '../helpers/sample-report.ts';

const read = (report: Report, breakSeconds?: number): types.MediaPlaylist =>
  parse(hlsCuesFormat.render(report, { thumbnails: new Map(), breakSeconds })) as types.MediaPlaylist;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test('the segments between safe breaks, which together are the video', (t) => {
  const report = createSampleReport({ frameRate: { numerator: 30_000, denominator: 1001 }, startSeconds: 0.5 });
  report.storyBreaks[1]!.safe = false;
  const safe = report.storyBreaks.filter((storyBreak) => storyBreak.safe);
  const { segments, targetDuration, endlist, playlistType } = read(report);
  t.is(segments.length, safe.length + 1);
  t.like({ endlist, playlistType }, { endlist: true, playlistType: 'VOD' });
  t.true(segments.every(({ duration }) => Math.round(duration) <= targetDuration));
  t.true(Math.abs(sum(segments.map(({ duration }) => duration)) - report.video.durationSeconds) < 1e-4);
  t.deepEqual(
    segments.map(({ uri }) => uri),
    segments.map((_, i) => `harbour-documentary-00${i + 1}.ts`),
  );
  for (const [i, { seconds }] of safe.entries()) {
    const played = sum(segments.slice(0, i + 1).map(({ duration }) => duration));
    t.true(Math.abs(played + 0.5 - seconds) < 1e-4);
  }
});

test('each segment after the first begins with a cue, told in two ways', (t) => {
  const report = createSampleReport();
  for (const breakSeconds of [undefined, 30]) {
    const [first, ...rest] = read(report, breakSeconds).segments;
    t.deepEqual(first!.markers, []);
    t.falsy(first!.dateRange);
    const breaks = report.storyBreaks.filter(({ safe }) => safe);
    t.is(rest.length, breaks.length);
    for (const [i, { markers, dateRange, discontinuity, programDateTime }] of rest.entries()) {
      t.deepEqual(
        markers.map(({ type, duration }) => [type, duration]),
        [
          ['OUT', breakSeconds ?? 0],
          ['IN', undefined],
        ],
      );
      t.true(discontinuity);
      t.is(dateRange!.id, `break-${breaks[i]!.index + 1}`);
      t.is(dateRange!.plannedDuration, breakSeconds);
      t.is(dateRange!.start!.getTime(), frameToMilliseconds(breaks[i]!.frame, report.video));
      t.is(programDateTime!.getTime(), dateRange!.start!.getTime());
      t.truthy(dateRange!.attributes['SCTE35-OUT']);
    }
  }
});

test('without breaks it is one segment without dates', (t) => {
  const { segments } = read(createSampleReport({ shotCount: 1, breakCount: 0, durationSeconds: 0.3 }));
  t.is(segments.length, 1);
  t.falsy(segments[0]!.programDateTime);
});

test('a name cannot add a line, and its segments are files of this folder', (t) => {
  for (const name of [...HOSTILE_NAMES, '../../etc/passwd', '#EXT-X-KEY:METHOD=NONE', `${'日本'.repeat(100)}.mp4`]) {
    const report = createSampleReport({ name, shotCount: 4, sceneCount: 2, breakCount: 1 });
    report.storyBreaks[0]!.safe = true;
    const { segments } = read(report);
    t.is(segments.length, 2, name);
    for (const { uri } of segments) {
      t.regex(uri!, /^[\w\-.!~*'()%]+-00[12]\.ts$/);
      const file = decodeURIComponent(uri!);
      t.notRegex(file, /[/\\\p{Cc}\p{Cs}]/u);
      t.true(Buffer.byteLength(file) <= 255);
    }
  }
});
