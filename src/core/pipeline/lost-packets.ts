import type { VideoProbe } from '../media/probe.ts';

/** Of the blocks that hold packets, the middle one is filled so far where pictures come at a steady rate. */
const STEADY_SHARE = 0.9;

/** A stream without an index loses packets without a word; elsewhere the demuxer reports it. */
export const losesPacketsSilently = (demuxer: string): boolean => demuxer.startsWith('mpeg');

/**
 * Whether pictures come at a steady rate, so that a time without any is a hole and not a still.
 *
 * @param counts pictures in each block of `blockFrames` frames
 */
export function isSteady(counts: readonly number[], blockFrames: number): boolean {
  const filled = counts.filter((count) => count > 0);
  filled.sort((a, b) => a - b);
  return (filled[filled.length >> 1] ?? 0) >= STEADY_SHARE * blockFrames;
}

/**
 * Whether packets are missing that no decoder misses: it goes on behind the hole as if nothing were wrong, and what it
 * shows there depends on the number of its threads.
 */
export function hidesLosses({ demuxer, frameCount, pictureBlocks }: VideoProbe): boolean {
  const { frames, counts } = pictureBlocks;
  const isWhole = (count: number, block: number) => count >= Math.min(frames, frameCount - block * frames);
  return losesPacketsSilently(demuxer) && isSteady(counts, frames) && !counts.every(isWhole);
}
