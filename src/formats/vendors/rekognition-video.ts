import { frameToMilliseconds } from '../../core/measurements/frame-units.ts';
import type { Report } from '../../core/report.ts';
import type { FrameSpan } from './frame-span.ts';

/** Confidences are percentages there. */
export const toPercent = (confidence: number): number => Math.round(confidence * 1e6) / 1e4;

/** Milliseconds from the first frame to a frame. Rekognition rounds them down, to where the frame before is shown. */
const toMillis = (frame: number, { video: { frameRate } }: Report): number =>
  frameToMilliseconds(frame, { frameRate, startSeconds: 0 });

/** Milliseconds of the first and the last frame, and the time between the two. */
export function toMillisRange({ firstFrame, lastFrame }: FrameSpan, report: Report) {
  const [start, end] = [toMillis(firstFrame, report), toMillis(lastFrame, report)];
  return { StartTimestampMillis: start, EndTimestampMillis: end, DurationMillis: end - start };
}

export const describeVideo = ({ video }: Report) => ({
  Codec: video.videoCodec,
  DurationMillis: Math.floor(video.durationSeconds * 1000 + 1e-6),
  FrameRate: video.frameRate.numerator / video.frameRate.denominator,
  FrameHeight: video.height,
  FrameWidth: video.width,
});

/** What every answer begins with: a report is of an analysis that succeeded. */
export const describeJob = ({ id }: Report) => ({ JobId: id, JobStatus: 'SUCCEEDED' as const });
