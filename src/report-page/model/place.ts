import { frameToTimecode, secondsToFrame } from '../../core/measurements/timecode.ts';
import type { Report } from '../../core/report.ts';

/** The frame on screen at a presentation time, brought into the video. */
export const frameOfSeconds = (seconds: number, video: Report['video']): number =>
  Math.min(Math.max(0, secondsToFrame(seconds, video)), video.frameCount - 1);

/** The timecode of a frame. */
export const timecodeOf = (frame: number, { frameRate, timecode }: Report['video']): string =>
  frameToTimecode(frame, frameRate, timecode);

/** The timecode of the frame on screen at a presentation time. */
export const timecodeOfSeconds = (seconds: number, video: Report['video']): string =>
  timecodeOf(frameOfSeconds(seconds, video), video);
