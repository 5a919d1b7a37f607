import test from 'ava';
import { planAnalysis, resolveOptions, type VideoProbe } from '../../../src/core/index.ts';
import { frameToSeconds } from '../../../src/core/measurements/timecode.ts';
import { fillBlocks } from '../../../src/core/media/picture-blocks.ts';
import type { Decisions } from '../../../src/core/pipeline/decisions.ts';
import { describeReport } from '../../../src/core/pipeline/describe-report.ts';
import { INPUTS } from '../../helpers/fake-cloud.ts';

const NTSC = { numerator: 30_000, denominator: 1001 };
const PROBE: VideoProbe = {
  ...{ demuxer: 'mov', videoStream: 0, audioStream: null, videoCodec: 'h264', audioCodec: null, audioLayout: null },
  ...{ width: 320, height: 180, displayWidth: 320, displayHeight: 180, rotationDegrees: 0, isHdr: false },
  ...{ timeBase: { numerator: 1, denominator: 30_000 }, firstPts: 0, frameRate: NTSC, containerStartSeconds: 0 },
  ...{ startSeconds: 0, frameCount: 3600, isSplittable: true, declaredSeconds: null },
  ...{ startTimecode: null, startTimecodeRate: null, choices: [], leaps: [], clock: 'file' },
  ...{ ignoresRotation: false, pictureDelaySeconds: 0, pictureBlocks: fillBlocks(3600, NTSC) },
};

/** What a report says of a video of two shots that meet at a break. */
function report(changes: Partial<VideoProbe>, cut: number) {
  const probe = { ...PROBE, ...changes };
  const { frameRate, startSeconds, frameCount } = probe;
  const grid = { frameRate, startSeconds, frameCount };
  const source = { url: 'file:/x', protocols: [], name: 'x.mov', sizeBytes: 1, fingerprint: 'f' };
  const safety = { verdict: 'safe' as const, risk: 'none' as const, notSeen: null, reasons: [] };
  const storyBreak = { index: 0, frame: cut, seconds: frameToSeconds(cut, grid), score: 1, reasons: [], safe: true };
  const decisions: Decisions = {
    grid,
    shots: [
      {
        ...{ startFrame: 0, endFrame: cut },
        transitionIn: { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 },
      },
      {
        ...{ startFrame: cut, endFrame: frameCount },
        transitionIn: { type: 'cut', startFrame: cut - 1, endFrame: cut, confidence: 1 },
      },
    ],
    keyFrames: [0, cut],
    filmstrips: [[], []],
    scenes: [0, 1].map((shot) => ({ firstShot: shot, lastShot: shot, boundaryStrength: shot })),
    cues: [],
    frames: [],
    labels: { shots: [[], []], scenes: [[], []], video: [], samples: [] },
    safety: { verdict: 'safe', notSeen: null, restsOn: [], categories: [], scenes: [safety, safety] },
    indexes: { brands: null, products: null },
    appearances: { brands: [], products: [] },
    breaks: { breaks: [{ ...storyBreak, sceneBefore: 0, sceneAfter: 1 }], candidates: [], warnings: [] },
    timeline: { framesPerPoint: 1, shotChange: [], loudness: [] },
    loudness: null,
  };
  const plan = planAnalysis({ source, probe, options: resolveOptions({}), inputs: INPUTS, chunkSeconds: null });
  const coverage = {
    ...{ inFile: frameCount, analyzed: frameCount, missing: [], frameCount },
    blocks: { firstFrame: 0, blockFrames: 30, seen: [] },
  };
  const { video, shots, scenes, storyBreaks } = describeReport(plan, decisions, new Set(), coverage, []);
  return {
    timecode: video.timecode,
    at: [shots[1]!.startTimecode, scenes[1]!.startTimecode, storyBreaks[0]!.timecode],
    end: shots[1]!.endTimecode,
  };
}

test('timecodes count from zero, as the source’s own timecode counts', (t) => {
  const drop = report({}, 1800);
  t.like(drop.timecode, { rate: NTSC, dropFrame: true, sourceStart: null });
  t.deepEqual([...drop.at, drop.end], ['00:01:00;02', '00:01:00;02', '00:01:00;02', '00:02:00;04']);
  const whole = report({ startTimecode: '01:00:00:00', startTimecodeRate: NTSC }, 1800);
  t.like(whole.timecode, { rate: NTSC, dropFrame: false, sourceStart: '01:00:00:00', sourceRate: NTSC });
  t.deepEqual([...whole.at, whole.end], ['00:01:00:00', '00:01:00:00', '00:01:00:00', '00:02:00:00']);
});

test('timecodes of a rate that cannot be edited follow the time', (t) => {
  const { timecode, at, end } = report({ frameRate: { numerator: 25, denominator: 2 }, frameCount: 100 }, 72);
  t.deepEqual(timecode, {
    ...{ rate: { numerator: 25, denominator: 1 }, dropFrame: false, isConformed: true },
    ...{ sourceStart: null, sourceRate: null },
  });
  t.deepEqual([...at, end], ['00:00:05:19', '00:00:05:19', '00:00:05:19', '00:00:08:00']);
});
