import protobuf from '@google-cloud/video-intelligence/build/protos/protos.js';
import test from 'ava';
import fc from 'fast-check';
import { CATEGORIES } from '../../../src/core/classify/garm.ts';
import { frameToSeconds } from '../../../src/core/measurements/timecode.ts';
import type { Report } from '../../../src/core/report.ts';
import { exportReport } from '../../../src/formats/index.ts';
import { sampleReports } from '../../helpers/report-arbitrary.ts';
import { sameValue } from '../../helpers/same-value.ts';
import {
  createSafetySegment,
  createSampleReport,
  createVideoLabel,
  withMissingPictures,
} from '../../helpers/sample-report.ts';

const { AnnotateVideoResponse } = protobuf.google.cloud.videointelligence.v1;
const ADULT = CATEGORIES[0]!;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Duration {
  readonly seconds?: number;
  readonly nanos?: number;
}

const render = (report: Report, format: 'video-intelligence' | 'video-intelligence-file') =>
  JSON.parse(exportReport(report, format, { thumbnails: new Map() }).content);

/** Applies a change to every member of a value, however deep. */
function mapMembers(value: Json, change: (name: string, member: Json) => [string, Json]): Json {
  if (Array.isArray(value)) return value.map((item) => mapMembers(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => change(name, mapMembers(member, change))));
}

/** The JSON form of a Duration: seconds with none, three, six or nine digits after the point. */
function parseDuration(text: string): { seconds: number; nanos: number } {
  const match = /^(\d+)(?:\.(\d{3}|\d{6}|\d{9}))?s$/.exec(text);
  if (!match) throw new Error(`no duration: ${JSON.stringify(text)}`);
  return { seconds: Number(match[1]), nanos: Number((match[2] ?? '').padEnd(9, '0')) };
}

const secondsOf = (text: string): number => Number(text.slice(0, -1));

/** A message from REST's JSON, or from that of a file, as protobuf takes it: durations as objects, names in camel case. */
const fromRest = (message: Json): Json =>
  mapMembers(message, (name, member) => {
    if (!name.endsWith('Offset')) return [name, member];
    const { seconds, nanos } = parseDuration(member as string);
    return [name, { ...(seconds ? { seconds } : {}), ...(nanos ? { nanos } : {}) } satisfies Duration];
  });
const fromFile = (message: Json): Json =>
  mapMembers(message, (name, member) => [name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()), member]);

/** As bytes hold it: confidences and sides of boxes are 32-bit floats. */
const FLOATS = ['confidence', 'left', 'top', 'right', 'bottom'];
const asStored = (message: Json): Json =>
  mapMembers(message, (name, member) => [name, FLOATS.includes(name) ? Math.fround(member as number) : member]);

/** A message to bytes and back. Members and enum values that Google's messages do not have get lost on the way. */
function roundTrip(message: Json): unknown {
  const bytes = AnnotateVideoResponse.encode(AnnotateVideoResponse.fromObject(message as object)).finish();
  return AnnotateVideoResponse.toObject(AnnotateVideoResponse.decode(bytes), { enums: String, longs: Number });
}
test('every member is one of Google’s messages, and comes back from bytes as it was', (t) => {
  const unknown: Json = { annotationResults: [{ inputUri: 'a.mp4', sceneAnnotations: [] }] };
  t.deepEqual(roundTrip(unknown), { annotationResults: [{ inputUri: 'a.mp4' }] }, 'a wrong member is noticed');
  fc.assert(
    fc.property(sampleReports, (report) => {
      const message = fromRest(render(report, 'video-intelligence'));
      sameValue(t, roundTrip(message), asStored(message));
    }),
    { numRuns: 25 },
  );
});

test('the file at output_uri says the same in snake case, with split times', (t) => {
  fc.assert(
    fc.property(sampleReports, (report) => {
      const file = render(report, 'video-intelligence-file');
      sameValue(t, fromFile(file), fromRest(render(report, 'video-intelligence')));
      t.deepEqual(file.annotation_results[0].segment.start_time_offset, {});
    }),
    { numRuns: 25 },
  );
  const report = createSampleReport({ shotCount: 2, durationSeconds: 10, appearances: true });
  const [results] = render(report, 'video-intelligence-file').annotation_results;
  t.deepEqual(results.segment.end_time_offset, { seconds: 9, nanos: 960_000_000 });
  t.deepEqual(Object.keys(results.explicit_annotation.frames[0]).sort(), ['pornography_likelihood', 'time_offset']);
});

test('shots begin at their first frame and end at their last, counted from the first of the video', (t) => {
  fc.assert(
    fc.property(sampleReports, (report) => {
      const [results] = render(report, 'video-intelligence').annotationResults;
      const { frameRate, frameCount } = report.video;
      const timeOf = (frame: number) => frameToSeconds(frame, { frameRate, startSeconds: 0 });
      t.deepEqual(
        results.shotAnnotations.map((shot: Record<string, string>) => [
          secondsOf(shot['startTimeOffset']!),
          secondsOf(shot['endTimeOffset']!),
        ]),
        report.shots.map((shot) => [timeOf(shot.startFrame), timeOf(shot.endFrame - 1)]),
      );
      t.is(secondsOf(results.segment.startTimeOffset), 0);
      t.is(secondsOf(results.segment.endTimeOffset), timeOf(frameCount - 1));
    }),
    { numRuns: 25 },
  );
});

test('labels of the video and of the shots, each once, without those that judge', (t) => {
  const report = createSampleReport({ shotCount: 3, sceneCount: 2 });
  const whole = { startTimeOffset: '0s', endTimeOffset: '599.960s' };
  report.labels = [
    createVideoLabel({ name: 'beach', taxonomy: 'places', confidence: 0.4 }),
    createVideoLabel({ name: 'beach', taxonomy: 'imagenet', confidence: 0.9 }),
    createVideoLabel({ name: 'Neutral', taxonomy: 'nsfwjs', confidence: 0.99 }),
  ];
  const beach = { name: 'beach', taxonomy: 'imagenet', confidence: 0.9 };
  report.shots.forEach((shot, i) => {
    shot.labels = i === 1 ? [] : [{ ...beach, confidence: 0.5 + i / 10 }];
  });
  report.frames = [
    { frame: 0, seconds: 0, labels: [beach] },
    { frame: 50, seconds: 2, labels: [{ name: 'art_gallery', taxonomy: 'everyday', confidence: 0.6 }] },
    { frame: 75, seconds: 3, labels: [{ ...beach, confidence: 0.3 }] },
  ];
  const [results] = render(report, 'video-intelligence').annotationResults;
  const entity = { description: 'beach', languageCode: 'en-US' };
  t.deepEqual(results.segmentLabelAnnotations, [{ entity, segments: [{ segment: whole, confidence: 0.9 }] }]);
  t.deepEqual(results.shotLabelAnnotations, [
    {
      entity,
      segments: [
        { segment: results.shotAnnotations[0], confidence: 0.5 },
        { segment: results.shotAnnotations[2], confidence: 0.7 },
      ],
    },
  ]);
  t.deepEqual(results.frameLabelAnnotations, [
    {
      entity,
      frames: [
        { timeOffset: '0s', confidence: 0.9 },
        { timeOffset: '3s', confidence: 0.3 },
      ],
    },
    {
      entity: { ...entity, description: 'Art gallery' },
      categoryEntities: [{ ...entity, description: 'Museums & Galleries' }],
      frames: [{ timeOffset: '2s', confidence: 0.6 }],
    },
  ]);
});

test('a brand is a logo, with a track for each time that it is seen and its box at one frame of it', (t) => {
  const report = createSampleReport({ shotCount: 2, appearances: true });
  const [{ segments }] = report.brands as [Report['brands'][number]];
  const [results] = render(report, 'video-intelligence').annotationResults;
  const [logo] = results.logoRecognitionAnnotations;
  t.is(logo.entity.description, 'Acme <Cola>');
  t.is(logo.tracks.length, segments.length);
  const [object] = logo.tracks[0].timestampedObjects;
  t.deepEqual(object.normalizedBoundingBox, segments[0]!.box);
  t.is(secondsOf(object.timeOffset), segments[0]!.frame / 25);
  t.deepEqual(logo.segments, [logo.tracks[0].segment]);
});

test('a frame a second and the start of each finding tell its risk', (t) => {
  const report = createSampleReport({ shotCount: 2, sceneCount: 2, durationSeconds: 60, startSeconds: 1.4 });
  const border = report.scenes[0]!.endSeconds;
  const category = report.brandSafety.categories.find((item) => item.category === ADULT)!;
  const see = (startSeconds: number, endSeconds: number, risk: 'medium' | 'high') =>
    createSafetySegment({ startSeconds, endSeconds, confidence: 0.9, risk, evidence: 'Porn' });
  category.segments = [see(border - 0.4, border, 'medium'), see(border, border + 1.2, 'high')];
  const [results] = render(report, 'video-intelligence').annotationResults;
  const frames: [number, string][] = results.explicitAnnotation.frames.map(
    (frame: { timeOffset: string; pornographyLikelihood: string }) => [
      secondsOf(frame.timeOffset),
      frame.pornographyLikelihood,
    ],
  );
  t.deepEqual(
    frames.map(([seconds]) => seconds),
    frames.map(([seconds]) => seconds).sort((a, b) => a - b),
  );
  t.true(Array.from({ length: 60 }, (_, i) => i).every((whole) => frames.some(([seconds]) => seconds === whole)));
  const cut = border - 1.4;
  const found = frames.filter(([, likelihood]) => likelihood !== 'VERY_UNLIKELY');
  t.true(found.every(([seconds]) => seconds >= cut - 0.44 && seconds < cut + 1.2));
  t.is(found[0]![1], 'POSSIBLE');
  t.deepEqual(
    new Set(found.filter(([seconds]) => seconds >= cut).map(([, likelihood]) => likelihood)),
    new Set(['LIKELY']),
  );
  t.true(
    found.some(([seconds]) => Math.abs(seconds - cut) < 1e-6),
    'a finding is told where the scene changes',
  );
});

test('what was not assessed is absent', (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0, durationSeconds: 1 });
  report.labels = [];
  report.frames = [];
  report.shots[0]!.labels = [{ name: 'Neutral', taxonomy: 'nsfwjs', confidence: 1 }];
  const category = report.brandSafety.categories.find((item) => item.category === ADULT)!;
  Object.assign(category, { status: 'not-assessed', risk: null, peakConfidence: null, segments: [], model: null });
  t.deepEqual(render(report, 'video-intelligence'), {
    annotationResults: [
      {
        inputUri: 'harbour-documentary.mp4',
        segment: { startTimeOffset: '0s', endTimeOffset: '0.960s' },
        shotAnnotations: [{ startTimeOffset: '0s', endTimeOffset: '0.960s' }],
      },
    ],
  });
});

test('a frame whose picture could not be decoded has no likelihood', (t) => {
  const report = createSampleReport({ shotCount: 2, sceneCount: 2, durationSeconds: 60 });
  for (const category of report.brandSafety.categories) category.segments = [];
  const [results] = render(withMissingPictures(report), 'video-intelligence').annotationResults;
  t.deepEqual(
    results.explicitAnnotation.frames
      .slice(0, 7)
      .map(({ pornographyLikelihood }: { pornographyLikelihood: string }) => pornographyLikelihood),
    [
      ...['VERY_UNLIKELY', 'VERY_UNLIKELY'],
      ...['LIKELIHOOD_UNSPECIFIED', 'LIKELIHOOD_UNSPECIFIED', 'LIKELIHOOD_UNSPECIFIED'],
      ...['VERY_UNLIKELY', 'VERY_UNLIKELY'],
    ],
  );
});
