import { ReelsightError } from '../errors.ts';
import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { SampleSpan } from '../measurements/sample-cells.ts';
import { findMissingEnd, firstFrameFrom } from './declared-length.ts';
import { isSteady, losesPacketsSilently } from './lost-packets.ts';
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
  const mayLosePackets = losesPacketsSilently(probe.demuxer) || records.some(({ isDamaged }) => isDamaged);
  const holesAreLoss = !keysOnly && mayLosePackets && isSteady(probe.pictureBlocks.counts, probe.pictureBlocks.frames);
  const ranges = findMissing(holesAreLoss ? blocks.map(expectAll) : blocks);
  const secondsPerFrame = probe.frameRate.denominator / probe.frameRate.numerator;
  const missing = ranges.filter(({ lost, startFrame, endFrame, share }) => {
    const seconds = share * (endFrame - startFrame) * secondsPerFrame;
    return lost >= MIN_MISSING_PICTURES && seconds >= MIN_MISSING_SECONDS;
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

/** Where packets themselves may be missing, pictures are expected that none promises. */
const expectAll = (block: Block): Block => ({
  ...block,
  promised: Math.max(block.promised, block.endFrame - block.startFrame),
});

interface MissingRange extends SampleSpan {
  /** Pictures that were expected there and did not come. */
  readonly lost: number;
  /** Of the pictures that lie there. */
  readonly share: number;
}

function findMissing(blocks: readonly Block[]): MissingRange[] {
  const found: Block[] = [];
  let wasMissing = false;
  for (const block of blocks) {
    // Where no picture lies the one before is still on screen: nobody saw it if nobody saw that.
    const isMissing: boolean =
      block.promised > 0 ? block.seen < block.promised * SEEN_SHARE : block.seen === 0 && wasMissing;
    const last = found.at(-1);
    if (isMissing && wasMissing && last)
      found[found.length - 1] = {
        ...block,
        startFrame: last.startFrame,
        promised: last.promised + block.promised,
        seen: last.seen + block.seen,
      };
    else if (isMissing) found.push(block);
    wasMissing = isMissing;
  }
  return found.map(({ startFrame, endFrame, promised, seen }) => ({
    startFrame,
    endFrame,
    lost: promised - seen,
    share: (promised - seen) / promised,
  }));
}

const sum = <T>(items: readonly T[], pick: (item: T) => number): number =>
  items.reduce((total, item) => total + pick(item), 0);
