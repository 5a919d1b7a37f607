import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GetContentModerationCommand,
  type GetContentModerationResponse,
  GetLabelDetectionCommand,
  type GetLabelDetectionResponse,
  GetSegmentDetectionCommand,
  type GetSegmentDetectionResponse,
  RekognitionClient,
} from '@aws-sdk/client-rekognition';
import test from 'ava';
import fc from 'fast-check';
import { CATEGORIES } from '../../../src/core/classify/garm.ts';
import type { Report } from '../../../src/core/report.ts';
import { exportReport } from '../../../src/formats/index.ts';
import { answerForRekognition } from '../../../src/formats/vendors/rekognition.ts';
import { sampleReports } from '../../helpers/report-arbitrary.ts';
import {
  createSafetySegment,
  createSampleReport,
  createVideoLabel,
  withMissingPictures,
} from '../../helpers/sample-report.ts';

/** The SDK's own types of the three answers; the compiler holds ours against them. */
interface Answers {
  GetSegmentDetection: GetSegmentDetectionResponse;
  GetLabelDetection: GetLabelDetectionResponse | undefined;
  GetContentModeration: GetContentModerationResponse | undefined;
}

const render = (report: Report) =>
  JSON.parse(exportReport(report, 'rekognition', { thumbnails: new Map() }).content) as ReturnType<typeof answer>;
const answer = (report: Report) => answerForRekognition(report) satisfies Answers;

const COMMANDS = {
  GetSegmentDetection: GetSegmentDetectionCommand,
  GetLabelDetection: GetLabelDetectionCommand,
  GetContentModeration: GetContentModerationCommand,
} as const;

/** What the SDK makes of answers that a service on this machine gives it, by the name of the call. */
async function readWithSdk(answers: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const server = createServer((request, response) => {
    const name = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answers[name]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new RekognitionClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  try {
    const read: Record<string, unknown> = {};
    for (const [name, Command] of Object.entries(COMMANDS)) {
      if (!answers[name]) continue;
      const { $metadata, ...output } = await client.send(new Command({ JobId: 'job' }) as GetSegmentDetectionCommand);
      read[name] = output;
    }
    return read;
  } finally {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The cues that have a name there. */
const CUE_NAMES = new Map<string, string>([
  ['black', 'BlackFrames'],
  ['color-bars', 'ColorBars'],
  ['slate', 'Slate'],
  ['end-credits', 'EndCredits'],
]);

test('the official SDK reads every member of the answers', async (t) => {
  const wrong = { GetSegmentDetection: { JobId: 'job', Segments: [{ Type: 'SHOT', StartSeconds: 1 }] } };
  t.deepEqual(
    await readWithSdk(wrong),
    { GetSegmentDetection: { JobId: 'job', Segments: [{ Type: 'SHOT' }] } },
    'a wrong member is noticed',
  );
  for (const report of fc.sample(sampleReports, { numRuns: 5, seed: 1 })) {
    const answers = render(report);
    t.deepEqual(Object.keys(answers), Object.keys(COMMANDS));
    t.deepEqual(await readWithSdk(answers), { ...answers });
  }
});

test('segments are ordered, lie in the video, and agree in time, frame and timecode', (t) => {
  fc.assert(
    fc.property(sampleReports, (report) => {
      const { Segments, VideoMetadata } = render(report).GetSegmentDetection;
      const { numerator, denominator } = report.video.frameRate;
      const shots = Segments.filter(({ Type }) => Type === 'SHOT');
      const cues = Segments.filter(({ Type }) => Type === 'TECHNICAL_CUE');
      t.deepEqual(Segments, [...cues, ...shots]);
      t.deepEqual(
        cues.map((cue) => 'TechnicalCueSegment' in cue && cue.TechnicalCueSegment.Type),
        report.cues.flatMap(({ type }) => CUE_NAMES.get(type) ?? []),
      );
      for (const list of [shots, cues]) {
        const starts = list.map(({ StartFrameNumber }) => StartFrameNumber);
        t.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
        );
      }
      for (const segment of Segments) {
        const { StartFrameNumber: first, EndFrameNumber: last } = segment;
        t.true(first <= last && last < report.video.frameCount);
        t.is(segment.StartTimestampMillis, Math.ceil((first * 1000 * denominator) / numerator));
        t.is(segment.EndTimestampMillis, Math.ceil((last * 1000 * denominator) / numerator));
        t.true(segment.EndTimestampMillis <= VideoMetadata[0]!.DurationMillis);
        t.is(segment.DurationMillis, segment.EndTimestampMillis - segment.StartTimestampMillis);
        t.is(segment.DurationFrames, last - first);
      }
      t.deepEqual(
        shots.map((shot) => [
          shot.StartFrameNumber,
          shot.StartTimecodeSMPTE,
          'ShotSegment' in shot && shot.ShotSegment,
        ]),
        report.shots.map((shot) => [shot.startFrame, shot.startTimecode, { Index: shot.index }]),
      );
      t.deepEqual(
        shots.map((shot) => shot.EndFrameNumber + 1),
        report.shots.map((shot) => shot.endFrame),
      );
    }),
    { numRuns: 25 },
  );
});

test('timecodes of 29.97 frames a second drop frames', (t) => {
  const frameRate = { numerator: 30_000, denominator: 1001 };
  const { Segments } = render(createSampleReport({ frameRate, shotCount: 1, breakCount: 0 })).GetSegmentDetection;
  const shot = Segments.at(-1)!;
  // 17,982 frames are ten minutes; the last of them is the one before 00:10:00;00.
  t.like(shot, { StartTimecodeSMPTE: '00:00:00;00', EndTimecodeSMPTE: '00:09:59;29', EndFrameNumber: 17_981 });
  t.is(shot.DurationSMPTE, '00:09:59;29');
});

test('labels are percentages by segments, in order of time, without those that judge', (t) => {
  const report = createSampleReport({ shotCount: 2, sceneCount: 2, durationSeconds: 20, startSeconds: 1.4 });
  const { startSeconds, endSeconds } = report.shots[1]!;
  const segment = { startSeconds, endSeconds, confidence: 0.8765 };
  report.labels = [
    createVideoLabel({ name: 'bar', taxonomy: 'places', confidence: 0.9 }, [segment]),
    createVideoLabel({ name: 'harbour', taxonomy: 'places', confidence: 0.7 }, [{ ...segment, startSeconds: 1.4 }]),
    createVideoLabel({ name: 'Neutral', taxonomy: 'nsfwjs', confidence: 0.99 }, [segment]),
    createVideoLabel({ name: 'firearms', taxonomy: 'safety', confidence: 0.99 }, [segment]),
  ];
  const answers = render(report);
  const start = answers.GetSegmentDetection.Segments.at(-1)!.StartTimestampMillis;
  t.deepEqual(answers.GetLabelDetection!.Labels, [
    {
      Timestamp: 0,
      Label: { Name: 'harbour', Confidence: 87.65 },
      StartTimestampMillis: 0,
      EndTimestampMillis: 19_960,
      DurationMillis: 19_960,
    },
    {
      Timestamp: start,
      Label: { Name: 'bar', Confidence: 87.65 },
      StartTimestampMillis: start,
      EndTimestampMillis: 19_960,
      DurationMillis: 19_960 - start,
    },
  ]);
});

test('adult content of high risk is explicit, of lower risk is not called so', (t) => {
  const report = createSampleReport({ shotCount: 2, sceneCount: 2, durationSeconds: 20 });
  const category = report.brandSafety.categories.find((item) => item.category === CATEGORIES[0])!;
  const border = report.scenes[1]!.startSeconds;
  category.segments = [
    createSafetySegment({ startSeconds: 0, endSeconds: border, confidence: 0.97, risk: 'floor', evidence: 'Porn' }),
    createSafetySegment({ startSeconds: border, endSeconds: 20, confidence: 0.6, risk: 'medium', evidence: 'Sexy' }),
  ];
  const { ModerationLabels } = render(report).GetContentModeration!;
  t.deepEqual(
    ModerationLabels.map(({ ModerationLabel }) => ModerationLabel),
    [
      { Name: 'Explicit', ParentName: '', TaxonomyLevel: 1, Confidence: 97 },
      { Name: 'Non-Explicit Nudity of Intimate parts and Kissing', ParentName: '', TaxonomyLevel: 1, Confidence: 60 },
    ],
  );
  const borderMs = Math.floor(border * 1000);
  t.deepEqual(
    ModerationLabels.map((label) => [label.StartTimestampMillis, label.EndTimestampMillis]),
    [
      [0, borderMs - 40],
      [borderMs, 19_960],
    ],
  );
});

test('a label goes by its name for people, with the categories that it belongs to', (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0 });
  const seen = { startSeconds: 0, endSeconds: 10, confidence: 0.5 };
  report.labels = [createVideoLabel({ name: 'art_gallery', taxonomy: 'everyday', confidence: 0.5 }, [seen])];
  const [label] = render(report).GetLabelDetection!.Labels;
  const expected = { Name: 'Art gallery', Confidence: 50, Categories: [{ Name: 'Museums & Galleries' }] };
  t.deepEqual(label!.Label, expected);
});

test('alcohol, smoking and weapons are told with their parents, what has no name there is not', (t) => {
  const report = createSampleReport({ shotCount: 1, sceneCount: 1, breakCount: 0, durationSeconds: 20 });
  for (const category of report.brandSafety.categories) category.segments = [];
  const see = (index: number, evidence: string, startSeconds: number) =>
    report.brandSafety.categories[index]!.segments.push(
      createSafetySegment({ startSeconds, endSeconds: startSeconds + 2, confidence: 0.7, risk: 'medium', evidence }),
    );
  const drugs = CATEGORIES.findIndex((name) => name.includes('Alcohol'));
  see(drugs, 'smoking', 8);
  see(drugs, 'alcohol', 4);
  see(CATEGORIES.indexOf('Arms & Ammunition'), 'firearms', 12);
  see(drugs, 'something else', 16);
  const labels = render(report).GetContentModeration!.ModerationLabels;
  t.deepEqual(
    labels.map(({ Timestamp, ModerationLabel: { Name, ParentName, TaxonomyLevel } }) => [
      Timestamp,
      Name,
      ParentName,
      TaxonomyLevel,
    ]),
    [
      [4000, 'Alcohol', '', 1],
      [4000, 'Alcoholic Beverages', 'Alcohol', 2],
      [8000, 'Drugs & Tobacco', '', 1],
      [8000, 'Drugs & Tobacco Paraphernalia & Use', 'Drugs & Tobacco', 2],
      [8000, 'Smoking', 'Drugs & Tobacco Paraphernalia & Use', 3],
      [12_000, 'Violence', '', 1],
      [12_000, 'Weapons', 'Violence', 2],
    ],
  );
});

test('a call whose question was not asked is absent', (t) => {
  const report = createSampleReport({ shotCount: 1, breakCount: 0, audio: false });
  report.labels = [createVideoLabel({ name: 'Neutral', taxonomy: 'nsfwjs', confidence: 1 })];
  for (const category of report.brandSafety.categories)
    Object.assign(category, { status: 'not-assessed', risk: null, peakConfidence: null, segments: [], model: null });
  const answers = render(report);
  t.deepEqual(Object.keys(answers), ['GetSegmentDetection']);
  t.deepEqual(answers.GetSegmentDetection.AudioMetadata, []);
  t.deepEqual(answers.GetSegmentDetection.VideoMetadata, [
    { Codec: 'h264', DurationMillis: 600_000, FrameRate: 25, FrameHeight: 1080, FrameWidth: 1920 },
  ]);
});

test('moderation says what was not seen', (t) => {
  const report = createSampleReport();
  t.false('StatusMessage' in render(report).GetContentModeration!);
  t.regex(render(withMissingPictures(report)).GetContentModeration!.StatusMessage!, /3\.0 s of 600\.0 s/);
});
