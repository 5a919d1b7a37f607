import { frameToSeconds, secondsToFrame } from '../../core/measurements/timecode.ts';
import type { Report } from '../../core/report.ts';

/** A range as Video Intelligence and Rekognition tell it: by its first and its last frame, where our own ranges are half open. */
export interface FrameSpan {
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/** Nearer than this, two times of a report are one: they are rounded to a microsecond. */
const ROUNDING_SECONDS = 2e-6;

/** What was analysed. */
export const spanOfVideo = ({ video: { part } }: Report): FrameSpan => ({
  firstFrame: part.startFrame,
  lastFrame: part.endFrame - 1,
});

export const spanOfFrames = ({ startFrame, endFrame }: { startFrame: number; endFrame: number }): FrameSpan => ({
  firstFrame: startFrame,
  lastFrame: Math.max(startFrame, endFrame - 1),
});

/** The frames that are on screen at some time of a range of presentation time. */
export function spanOfSeconds(
  { startSeconds, endSeconds }: { startSeconds: number; endSeconds: number },
  { video }: Report,
): FrameSpan {
  const { startFrame, endFrame } = video.part;
  const frameAt = (seconds: number) => Math.min(endFrame - 1, Math.max(startFrame, secondsToFrame(seconds, video)));
  const firstFrame = frameAt(startSeconds);
  return { firstFrame, lastFrame: Math.max(firstFrame, frameAt(endSeconds - ROUNDING_SECONDS)) };
}

/** Time of a frame in seconds from the first frame on, whatever presentation time that one has. */
export const secondsFromStart = (frame: number, { video }: Report): number =>
  frameToSeconds(frame, { frameRate: video.frameRate, startSeconds: 0 });
