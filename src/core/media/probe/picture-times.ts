import { ReelsightError } from '../../errors.ts';
import type { Rational } from '../../measurements/timecode.ts';
import { fillBlocks, type PictureBlocks } from '../picture-blocks.ts';
import { chooseRate, type RateHints } from './grid.ts';
import { toNumber } from './rates.ts';

/** Where the pictures of a video lie. */
export interface PictureTimes {
  readonly frameRate: Rational;
  readonly frameCount: number;
  readonly blocks: PictureBlocks;
}

/**
 * Grid frames for each picture, at most: an hour of one still at a frame a second. Where a few pictures promise more,
 * the container's clock is forged.
 */
const MAX_FRAMES_PER_PICTURE = 3600;

export interface PictureList {
  /** When each picture is shown, in seconds, in any order; NaN where that is not known. */
  readonly seconds: readonly number[];
  /** For how long each is shown; 0 where that is not known. */
  readonly durations: readonly number[];
  /** Which can be decoded without others; null where that is not known. */
  readonly keys: readonly boolean[] | null;
  /** Which hold no picture. */
  readonly empty: readonly boolean[];
  /** When the first picture that decodes is shown. */
  readonly firstSeconds: number;
  /** Seconds of a unit of the container's clock. */
  readonly clockUnit: number;
  /** The end that the container declares: it may shorten the last picture, whose length is often a guess; null: none. */
  readonly endSeconds: number | null;
}

/**
 * Lays the pictures of a container on a frame grid of their own. Errors: kind `input` for a length that no video has, or
 * that its pictures do not bear out.
 */
export function layOut(list: PictureList, hints: RateHints, name: string, maxHours: number): PictureTimes {
  const { firstSeconds, clockUnit } = list;
  const { times, holdSeconds } = sortTimes(list);
  const pictures = list.seconds.length;
  // A bare stream has no time stamps that tell pictures apart: the decoder counts them, and so does this.
  const isBare = pictures > 1 && times.length < 2;
  if (isBare) {
    const frameRate = chooseRate(times, clockUnit, 0, hints);
    return { frameRate, frameCount: pictures, blocks: fillBlocks(pictures, frameRate) };
  }
  const lengthSeconds = times.at(-1)! - firstSeconds + holdSeconds;
  if (lengthSeconds > maxHours * 3600)
    throw new ReelsightError(
      'input',
      `${JSON.stringify(name)} says that it is ${(lengthSeconds / 3600).toFixed(1)} hours long; the longest that is ` +
        `analysed is ${maxHours} hours. Analyse a part of it, or set REELSIGHT_MAX_HOURS.`,
    );
  const frameRate = chooseRate(times, clockUnit, holdSeconds, hints);
  const toSlot = (seconds: number) => Math.floor((seconds - firstSeconds) * toNumber(frameRate) + 0.5);
  const frameCount = Math.max(1, toSlot(times.at(-1)!) + 1, toSlot(times.at(-1)! + holdSeconds));
  if (frameCount > MAX_FRAMES_PER_PICTURE * times.length)
    throw new ReelsightError(
      'input',
      `${JSON.stringify(name)} says that it is ${lengthSeconds.toFixed(0)} s long, but holds ${times.length} pictures. ` +
        'Its length is forged or damaged.',
    );
  return { frameRate, frameCount, blocks: countPictures(list, toSlot, frameCount, frameRate) };
}

/** What the packets promise in each block: a slot of the grid shows one picture, however many fall into it. */
function countPictures(
  { seconds, keys, empty, firstSeconds, clockUnit }: PictureList,
  toSlot: (seconds: number) => number,
  frameCount: number,
  frameRate: Rational,
): PictureBlocks {
  const { frames, counts } = fillBlocks(frameCount, frameRate);
  const blocks = { frames, counts: counts.map(() => 0), keyCounts: keys && counts.map(() => 0) };
  const taken = new Uint8Array(frameCount);
  for (const [i, time] of seconds.entries()) {
    if (!(time >= firstSeconds - clockUnit / 2) || empty[i]) continue;
    const slot = Math.max(0, toSlot(time));
    const block = Math.floor(slot / frames);
    if ((taken[slot]! & PICTURE) === 0) blocks.counts[block]!++;
    taken[slot]! |= PICTURE;
    if (blocks.keyCounts && keys?.[i] && (taken[slot]! & KEY) === 0) {
      blocks.keyCounts[block]!++;
      taken[slot]! |= KEY;
    }
  }
  return blocks;
}

const [PICTURE, KEY] = [1, 2];

/** Where a container's index says that pictures follow each other evenly, from the first to the last. */
export function layOutEvenly(frameRate: Rational, lastSlot: number): PictureTimes {
  const frameCount = Math.max(1, lastSlot + 1);
  return { frameRate, frameCount, blocks: fillBlocks(frameCount, frameRate) };
}

/** Times from the first picture on, rising, each once, and for how long the last is shown. */
function sortTimes({ seconds, durations, firstSeconds, clockUnit, endSeconds }: PictureList) {
  const later = seconds.flatMap((time, i) => (time >= firstSeconds - clockUnit / 2 ? [i] : []));
  const sorted = Float64Array.from(later, (i) => seconds[i]!).sort();
  const times = sorted.filter((time, i) => i === 0 || time > sorted[i - 1]!);
  const last = times.at(-1);
  const told = later.reduce((hold, i) => (seconds[i] === last ? Math.max(hold, durations[i]!) : hold), 0);
  const holdSeconds = last === undefined || endSeconds === null ? told : Math.min(told, Math.max(0, endSeconds - last));
  return { times: times.length > 0 ? times : Float64Array.of(firstSeconds), holdSeconds };
}
