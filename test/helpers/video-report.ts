import {
  describeTimecode,
  frameToSeconds,
  frameToTimecode,
  probeVideo,
  type Report,
  reportSchema,
} from '../../src/core/index.ts';
import { openClip, testFfmpeg } from './clips.ts';
import { createSampleReport } from './sample-report.ts';

/** A report that says of a clip what is true of it, with shots, scenes and safe breaks at the given frames. */
export async function createReportOf(path: string, cutFrames: readonly number[]): Promise<Report> {
  const source = await openClip(path);
  const probe = await probeVideo(await testFfmpeg(), source);
  const { frameRate, frameCount, startSeconds } = probe;
  const starts = [0, ...cutFrames];
  const sample = createSampleReport({
    shotCount: starts.length,
    sceneCount: starts.length,
    breakCount: starts.length - 1,
  });
  const range = (i: number) => {
    const [startFrame, endFrame] = [starts[i]!, starts[i + 1] ?? frameCount];
    return {
      startFrame,
      endFrame,
      startSeconds: frameToSeconds(startFrame, probe),
      endSeconds: frameToSeconds(endFrame, probe),
      startTimecode: frameToTimecode(startFrame, frameRate),
      endTimecode: frameToTimecode(endFrame, frameRate),
    };
  };
  const cut = (frame: number) => ({ type: 'cut' as const, startFrame: frame - 1, endFrame: frame, confidence: 1 });
  const { width, height, displayWidth, displayHeight, rotationDegrees, videoCodec, audioCodec } = probe;
  return reportSchema.parse({
    ...sample,
    video: {
      pictures: { inFile: frameCount, analyzed: frameCount, missingShare: 0, missing: [] },
      ...{ width, height, displayWidth, displayHeight, rotationDegrees, videoCodec, audioCodec },
      ...{ startSeconds, frameCount, frameRate },
      part: { startFrame: 0, endFrame: frameCount, startSeconds, endSeconds: frameToSeconds(frameCount, probe) },
      timecode: describeTimecode(frameRate, probe),
      name: source.name,
      sizeBytes: source.sizeBytes,
      durationSeconds: frameToSeconds(frameCount, { frameRate, startSeconds: 0 }),
    },
    shots: sample.shots.map((shot, i) => ({
      ...shot,
      ...range(i),
      keyFrame: Math.floor((starts[i]! + (starts[i + 1] ?? frameCount)) / 2),
      transitionIn: i === 0 ? { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 } : cut(starts[i]!),
    })),
    scenes: sample.scenes.map((scene, i) => ({ ...scene, firstShot: i, lastShot: i, ...range(i) })),
    storyBreaks: cutFrames.map((frame, index) => ({
      ...sample.storyBreaks[0]!,
      ...{ index, frame, seconds: frameToSeconds(frame, probe), timecode: frameToTimecode(frame, frameRate) },
      ...{ safe: true, sceneBefore: index, sceneAfter: index + 1 },
    })),
    cues: [],
  } satisfies Report);
}
