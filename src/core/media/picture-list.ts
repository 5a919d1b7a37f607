import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Rational } from '../measurements/timecode.ts';
import type { VideoProbe } from './probe.ts';

/** How many pictures were decoded, by block of the frame grid. */
export interface PictureCounts {
  /** Index of the block that `counts[0]` is about. */
  readonly firstBlock: number;
  /** A block that the range begins or ends in holds the range's pictures only. */
  readonly counts: readonly number[];
}

/** Filters that end in `[pictures]`: those of [from, to) that were decoded, each at its slot of the grid. */
export const listPicturesFilter = (frameRate: Rational, from: number, to: number): string =>
  `settb=${frameRate.denominator}/${frameRate.numerator},trim=start_pts=${from}:end_pts=${to}[pictures]`;

/**
 * Output options that list pictures, a line each: nothing of them is copied or encoded, so the list costs nothing beside
 * decoding. Without a time base of its own ffmpeg would round slots to the rate that it guesses.
 */
export const pictureListOptions = ({ numerator, denominator }: Rational): string[] => [
  ...['-enc_time_base', `${denominator}/${numerator}`],
  ...['-c:v', 'wrapped_avframe', '-f', 'framecrc'],
];

/** Counts the pictures of a list by block; `list` null: nothing was decoded. */
export async function countPictures(
  list: Readable | null,
  { startFrame, endFrame }: { readonly startFrame: number; readonly endFrame: number },
  { frameRate, pictureBlocks }: Pick<VideoProbe, 'frameRate' | 'pictureBlocks'>,
): Promise<PictureCounts> {
  const blockOf = (slot: number) => Math.floor(slot / pictureBlocks.frames);
  const firstBlock = blockOf(startFrame);
  if (!list || endFrame <= startFrame) return { firstBlock, counts: [] };
  const counts = new Array<number>(blockOf(endFrame - 1) - firstBlock + 1).fill(0);
  for await (const { time } of readEntries(list)) {
    const slot = Math.round((time * frameRate.numerator) / frameRate.denominator);
    if (slot >= startFrame && slot < endFrame) counts[blockOf(slot) - firstBlock]!++;
  }
  return { firstBlock, counts };
}

/** Adds up what the packets of a list last, in seconds. */
export async function sumDurations(list: Readable): Promise<number> {
  let seconds = 0;
  for await (const { duration } of readEntries(list)) seconds += duration;
  return seconds;
}

/** The lines of ffmpeg's `framecrc`: presentation time and duration of each packet, in seconds. */
async function* readEntries(list: Readable): AsyncGenerator<{ readonly time: number; readonly duration: number }> {
  let unit = 1;
  for await (const line of createInterface({ input: list })) {
    const base = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (base) unit = Number(base[1]) / Number(base[2]);
    if (line.startsWith('#')) continue;
    // stream, dts, pts, duration, size, checksum.
    const [, dts, pts, duration] = line.split(',').map((field) => field.trim());
    if (duration === undefined) continue;
    yield {
      time: Number(pts === 'NOPTS' ? dts : pts) * unit,
      duration: Math.max(0, Number(duration) || 0) * unit,
    };
  }
}
