import { resolveStartTimecode } from '../core/measurements/start-timecode.ts';
import { conformFrame, type Timebase } from '../core/measurements/timebase.ts';
import { countPerDay, writeTimecode } from '../core/measurements/timecode-text.ts';
import type { Report } from '../core/report.ts';
import type { ExportAssets } from './types.ts';

/** A report's frames as timecodes, from the start that was asked for. */
export interface Timecodes {
  readonly timebase: Timebase;
  /** The frame of the timebase that a frame of the video is, counted from 00:00:00:00. */
  count(frame: number): number;
  /** Writes what `count` or a sum of it gives. */
  write(count: number): string;
  /** The timecode of a frame of the video. */
  of(frame: number): string;
}

/**
 * Timecodes of a table: they count from zero, as those of the report do, unless a start is asked for.
 *
 * @throws ReelsightError `input` for a start that does not exist in this video
 */
export function createTimecodes(
  { video }: Pick<Report, 'video'>,
  { startTimecode = 'zero' }: Pick<ExportAssets, 'startTimecode'>,
): Timecodes {
  const timebase = resolveStartTimecode(startTimecode, video.timecode);
  const { startFrame } = timebase;
  const count = (frame: number) => startFrame + conformFrame(frame, video.frameRate, timebase);
  // A clock begins again after 24 hours. Counted from zero it is a length, which does not.
  const write = (frame: number) => writeTimecode(startFrame === 0 ? frame : frame % countPerDay(timebase), timebase);
  return { timebase, count, write, of: (frame) => write(count(frame)) };
}

/** Timecodes of an edit list, which names the media by its own: those of the source, where it has some. */
export const createEditTimecodes = (report: Pick<Report, 'video'>, { startTimecode }: ExportAssets): Timecodes =>
  createTimecodes(report, {
    startTimecode: startTimecode ?? (report.video.timecode.sourceStart === null ? 'zero' : 'source'),
  });

/**
 * Where each of some ranges that follow each other begins, and where the last ends, by `count`. None is empty: where
 * pictures come faster than the timebase counts, a range of less than a frame takes one.
 *
 * @param frames first frame of each range, and the end of the last, rising
 */
export function countEdges(frames: readonly number[], timecodes: Timecodes): number[] {
  const edges: number[] = [];
  for (const frame of frames) edges.push(Math.max(timecodes.count(frame), (edges.at(-1) ?? -1) + 1));
  return edges;
}
