import { z } from 'zod';
import { ReelsightError } from '../errors.ts';
import { parseClock } from '../measurements/clock-text.ts';
import { describeRate, describeTimecode } from '../measurements/start-timecode.ts';
import { conformFrame } from '../measurements/timebase.ts';
import {
  type FrameGrid,
  frameToSeconds,
  frameToTimecode,
  roundSeconds,
  secondsToFrame,
} from '../measurements/timecode.ts';
import { countToTimecode, findTimecodeFault, parseTimecode, writeFields } from '../measurements/timecode-text.ts';
import type { VideoPart } from '../measurements/video-part.ts';
import type { VideoProbe } from '../media/probe.ts';

/** Seconds of presentation time, or a timecode as the report counts them, `HH:MM:SS:FF`. */
export type TimePoint = number | string;

export const partSchema = z.object({
  startFrame: z.int().nonnegative(),
  endFrame: z.int().positive(),
  toEnd: z.boolean(),
  isSought: z.boolean(),
}) satisfies z.ZodType<VideoPart>;

/** `H:MM:SS:FF`; a dot before the frames is a clock time's fraction. */
const TIMECODE = /^\d{1,2}:\d{2}:\d{2}[:;]\d{2}$/;
const readTimecode = (text: string) => (TIMECODE.test(text) ? parseTimecode(text.padStart(11, '0')) : null);

/** One form for each time; null for what is none. */
function readPoint(given: TimePoint): TimePoint | null {
  if (typeof given === 'number') return roundSeconds(given);
  const text = given.trim();
  const seconds = parseClock(text);
  if (seconds !== null) return roundSeconds(seconds);
  const fields = readTimecode(text);
  return fields && writeFields(fields);
}

/** A time in a video, as people write it. */
export const timePointSchema = z.union([
  z.number('give a time').min(0, 'a time cannot be negative'),
  z
    .string()
    .refine(
      (text) => readPoint(text) !== null,
      'give seconds (90.5), a clock time (1:30, 0:01:30.5) or a timecode (00:01:30:12)',
    ),
]);

/** The same time in the same form, however it was written; null stays. */
export const normalisePoint = (given: TimePoint | undefined): TimePoint | null =>
  given === undefined ? null : readPoint(given);

/** Whether two times are in the wrong order; times of different kinds can be held together only in a video. */
export const isPartReversed = (start: TimePoint | null, end: TimePoint | null): boolean =>
  typeof start === 'number' && typeof end === 'number' ? start >= end : start !== null && start === end;

/**
 * The frames of a video that were asked for: from the one on screen at `start` to the one before that on screen at `end`,
 * so that parts that meet share no frame. null is the start or the end of the video. Errors: kind `input` for a time
 * beyond the end, a timecode that does not exist, and a part without a frame.
 */
export function resolvePart(
  { start, end }: { readonly start: TimePoint | null; readonly end: TimePoint | null },
  probe: VideoProbe,
  name: string,
): VideoPart {
  const { frameCount, isSplittable } = probe;
  const startFrame = start === null ? 0 : findFrame(start, probe);
  const endFrame = end === null ? frameCount : findFrame(end, probe);
  const length = `${JSON.stringify(name)} is ${describeLength(probe)} long`;
  if (startFrame >= frameCount)
    throw new ReelsightError(
      'input',
      `The part starts at ${describePoint(start)}, beyond the end: ${length}. Give an earlier --start.`,
    );
  if (endFrame > frameCount)
    throw new ReelsightError(
      'input',
      `The part ends at ${describePoint(end)}, beyond the end: ${length}. Give an earlier --end, or none.`,
    );
  if (startFrame >= endFrame)
    throw new ReelsightError(
      'input',
      `No picture lies between ${start === null ? 'the start' : describePoint(start)} and ${describePoint(end)}: ${length}. ` +
        'Give a --start before the --end.',
    );
  return { startFrame, endFrame, toEnd: end === null, isSought: isSplittable };
}

function findFrame(point: TimePoint, probe: VideoProbe): number {
  // Before the first picture nothing is on screen: the video starts with it.
  if (typeof point === 'number') return Math.max(0, secondsToFrame(point, probe));
  const { frameRate } = probe;
  const { rate } = describeTimecode(frameRate, probe);
  const fields = readTimecode(point)!;
  const fault = findTimecodeFault(fields, { rate });
  if (fault !== null)
    throw new ReelsightError(
      'input',
      `The timecode ${point} does not exist at the ${describeRate(rate)} frames a second that this video's timecodes count: ${fault}.`,
    );
  const count = countToTimecode(fields, { rate, dropFrame: fields.dropFrame });
  let frame = Math.floor((count * rate.denominator * frameRate.numerator) / (rate.numerator * frameRate.denominator));
  while (frame > 0 && conformFrame(frame - 1, frameRate, { rate }) >= count) frame--;
  while (conformFrame(frame, frameRate, { rate }) < count) frame++;
  return frame;
}

const describePoint = (point: TimePoint | null): string => (typeof point === 'number' ? `${point} s` : `${point}`);

function describeLength(probe: VideoProbe): string {
  const { frameRate, startSeconds, frameCount } = probe;
  const length = frameToSeconds(frameCount, { frameRate, startSeconds: 0 });
  const timecode = frameToTimecode(frameCount, frameRate, describeTimecode(frameRate, probe));
  const shown = startSeconds > 0 ? `, shown from ${startSeconds.toFixed(2)} s on` : '';
  return `${length.toFixed(2)} s (${timecode})${shown}`;
}

/** The grid of a part by itself: its first frame is frame 0. Not rounded, so that times come out as those of the file. */
export const gridOfPart = (
  { frameRate, startSeconds }: Pick<FrameGrid, 'frameRate' | 'startSeconds'>,
  { startFrame }: Pick<VideoPart, 'startFrame'>,
  frameCount: number,
): FrameGrid => ({
  frameRate,
  startSeconds: startSeconds + (startFrame * frameRate.denominator) / frameRate.numerator,
  frameCount,
});
