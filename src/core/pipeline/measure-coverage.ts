import { ReelsightError } from '../errors.ts';
import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { SampleSpan } from '../measurements/sample-cells.ts';
import type { VideoProbe } from '../media/probe.ts';
import { findMissingEnd, firstFrameFrom } from './declared-length.ts';
import { type Block, listBlocks } from './picture-blocks-of-part.ts';
import type { Plan } from './plan.ts';
import type { ChunkRecord } from './records.ts';

/**
 * A block was seen when half of its pictures were: what codecs leave out by design (fields in packets of their own,
 * hidden pictures, the leading pictures of an open group) lies below, and half of the pictures show a second well.
 */
const SEEN_SHARE = 0.5;
/** Less does not count: the pictures around a stream's beginning and end, and the length of the last one. */
const MIN_MISSING_PICTURES = 4;
const MIN_MISSING_SECONDS = 0.4;
/** Of the blocks that hold packets, the middle one is filled so far where pictures come at a steady rate. */
const STEADY_SHARE = 0.9;
/** A video of which less could be decoded is not analysed: what is left may be noise. */
const MIN_ANALYZED_SHARE = 0.1;

/**
 * Holds the pictures that the workers decoded against those that the container promises. Nothing here depends on where
 * the video was cut. Errors: kind `input` when nearly none of the pictures could be decoded.
 */
export function measureCoverage(
  { probe, part, options, video }: Plan,
  records: readonly ChunkRecord[],
): PictureCoverage {
  const keysOnly = options.preset === 'fast';
  const blocks = listBlocks(probe, part, records, keysOnly);
  const inFile = sum(blocks, ({ promised }) => promised);
  const seen = sum(blocks, (block) => block.seen);
  // Of packets that hold two pictures more come out than were counted.
  const analyzed = Math.min(inFile, seen);
  if (inFile > 0 && analyzed < inFile * MIN_ANALYZED_SHARE)
    throw new ReelsightError(
      'input',
      `Only ${analyzed} of the ${inFile} pictures of ${JSON.stringify(video.name)} could be decoded: too few to analyse. ` +
        'The file is damaged, encrypted, or of a kind that this ffmpeg cannot decode.',
    );
  // A stream without an index loses packets without a word; elsewhere the demuxer reports it.
  const mayLosePackets = probe.demuxer.startsWith('mpeg') || records.some(({ isDamaged }) => isDamaged);
  const holesAreLoss = !keysOnly && mayLosePackets && isSteady(probe.pictureBlocks);
  const ranges = findMissing(blocks, holesAreLoss);
  const secondsPerFrame = probe.frameRate.denominator / probe.frameRate.numerator;
  const missing = ranges.filter(({ lost, startFrame, endFrame, share }) => {
    const seconds = share * (endFrame - startFrame) * secondsPerFrame;
    return (lost === 0 || lost >= MIN_MISSING_PICTURES) && seconds >= MIN_MISSING_SECONDS;
  });
  const endSeconds = part.toEnd ? findMissingEnd(probe, records) : null;
  const promisedFrames = part.endFrame - part.startFrame;
  const frameCount = endSeconds === null ? promisedFrames : firstFrameFrom(endSeconds, probe) - part.startFrame;
  const spans = missing.map(({ startFrame, endFrame }) => ({ startFrame, endFrame }));
  return {
    inFile,
    analyzed,
    missing: endSeconds === null ? spans : addEnd(spans, { startFrame: promisedFrames, endFrame: frameCount }),
    blocks: {
      firstFrame:
        Math.floor(part.startFrame / probe.pictureBlocks.frames) * probe.pictureBlocks.frames - part.startFrame,
      blockFrames: probe.pictureBlocks.frames,
      seen: blocks.map((block) => block.seen),
    },
    frameCount,
  };
}

/** Adds what a file that was cut short lacks. */
function addEnd(missing: readonly SampleSpan[], end: SampleSpan): SampleSpan[] {
  const last = missing.at(-1);
  return last?.endFrame === end.startFrame
    ? [...missing.slice(0, -1), { startFrame: last.startFrame, endFrame: end.endFrame }]
    : [...missing, end];
}

/** Whether pictures come at a steady rate, so that a time without any is a hole and not a still. */
function isSteady({ counts, frames }: VideoProbe['pictureBlocks']): boolean {
  const filled = counts.filter((count) => count > 0);
  filled.sort((a, b) => a - b);
  return (filled[filled.length >> 1] ?? 0) >= STEADY_SHARE * frames;
}

interface MissingRange extends SampleSpan {
  /** Pictures that were promised there and did not come; 0 where the packets themselves are missing. */
  lost: number;
  /** Of the pictures that lie there. */
  share: number;
}

/** @param holesAreLoss whether blocks without a packet are missing: they are where a damaged file loses packets */
function findMissing(blocks: readonly Block[], holesAreLoss: boolean): MissingRange[] {
  const found: (SampleSpan & { lost: number; promised: number })[] = [];
  let wasMissing = false;
  for (const { promised, seen, startFrame, endFrame } of blocks) {
    // Where no picture lies the one before is still on screen: nobody saw it if nobody saw that.
    const isMissing: boolean = promised > 0 ? seen < promised * SEEN_SHARE : seen === 0 && (wasMissing || holesAreLoss);
    const last = found.at(-1);
    if (isMissing && wasMissing && last) {
      found[found.length - 1] = {
        ...last,
        endFrame,
        lost: last.lost + promised - seen,
        promised: last.promised + promised,
      };
    } else if (isMissing) found.push({ startFrame, endFrame, lost: promised - seen, promised });
    wasMissing = isMissing;
  }
  return found.map(({ promised, ...range }) => ({ ...range, share: promised === 0 ? 1 : range.lost / promised }));
}

const sum = <T>(items: readonly T[], pick: (item: T) => number): number =>
  items.reduce((total, item) => total + pick(item), 0);
