import type { SampleSpan } from '../measurements/sample-cells.ts';
import type { VideoPart } from '../measurements/video-part.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { ChunkRecord } from './records.ts';

/** One block: what its packets promise, and what was decoded. */
export interface Block extends SampleSpan {
  readonly promised: number;
  readonly seen: number;
}

/** The blocks that a part lies in. Of one that it begins or ends in the pictures are counted that lie in the part. */
export function listBlocks(
  probe: VideoProbe,
  part: VideoPart,
  records: readonly ChunkRecord[],
  keysOnly: boolean,
): Block[] {
  const { frames, counts, keyCounts } = probe.pictureBlocks;
  const seen = counts.map(() => 0);
  for (const { pictures } of records)
    pictures.counts.forEach((count, i) => {
      const block = pictures.firstBlock + i;
      if (block < seen.length) seen[block]! += count;
    });
  const firstBlock = Math.floor(part.startFrame / frames);
  return counts.slice(firstBlock, Math.ceil(part.endFrame / frames)).map((count, i) => {
    const block = firstBlock + i;
    const [first, end] = [block * frames, Math.min(probe.frameCount, (block + 1) * frames)];
    const [startFrame, endFrame] = [Math.max(first, part.startFrame), Math.min(end, part.endFrame)];
    // Where key frames were not counted, those that were decoded are all that is known of.
    const promised = keysOnly ? (keyCounts?.[block] ?? seen[block]!) : count;
    const outside = end - first - (endFrame - startFrame);
    return {
      startFrame: startFrame - part.startFrame,
      endFrame: endFrame - part.startFrame,
      promised: outside === 0 ? promised : promiseInside(promised, endFrame - startFrame, outside, seen[block]!),
      seen: seen[block]!,
    };
  });
}

/**
 * How many of a block's pictures lie in the part of it that was asked for. Where is not known: those that were decoded,
 * and at least those that have no place outside.
 */
const promiseInside = (promised: number, inside: number, outside: number, seen: number): number =>
  Math.min(promised, Math.max(seen, Math.min(inside, promised - outside)));
