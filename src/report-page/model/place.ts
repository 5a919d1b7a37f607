import { frameToTimecode, secondsToFrame } from '../../core/measurements/timecode.ts';
import type { Report } from '../../core/report.ts';

/** The frame on screen at a presentation time, brought into what was analysed. */
export const frameOfSeconds = (seconds: number, video: Report['video']): number =>
  Math.min(Math.max(video.part.startFrame, secondsToFrame(seconds, video)), video.part.endFrame - 1);

/** The timecode of a frame. */
export const timecodeOf = (frame: number, { frameRate, timecode }: Report['video']): string =>
  frameToTimecode(frame, frameRate, timecode);

/** The timecode of the frame on screen at a presentation time. */
export const timecodeOfSeconds = (seconds: number, video: Report['video']): string =>
  timecodeOf(frameOfSeconds(seconds, video), video);
