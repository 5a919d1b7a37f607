import { frameToTimecode, secondsToFrame } from '../../core/measurements/timecode.ts';
import type { Report } from '../../core/report.ts';

/** The frame on screen at a presentation time, brought into the video. */
export const frameOfSeconds = (seconds: number, video: Report['video']): number =>
  Math.min(Math.max(0, secondsToFrame(seconds, video)), video.frameCount - 1);

/** The timecode of the frame on screen at a presentation time. */
export const timecodeOfSeconds = (seconds: number, video: Report['video']): string =>
  frameToTimecode(frameOfSeconds(seconds, video), video.frameRate);
