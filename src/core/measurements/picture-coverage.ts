import type { SampleSpan } from './sample-cells.ts';

/**
 * How much of a part of a video was seen: the pictures that were decoded against those that its packets promise. Frames
 * count from the part's first.
 */
export interface PictureCoverage {
  /** Pictures that the file promises and the analysis looks at: key frames only, where it looks at no others. */
  readonly inFile: number;
  /** Those of them that were decoded. */
  readonly analyzed: number;
  /** Frames that nobody saw, in order of time; they may lie behind the last frame that was decoded. */
  readonly missing: readonly SampleSpan[];
  /** Pictures that were decoded, by block of so many frames; the first may begin before the part, at a frame below 0. */
  readonly blocks: { readonly firstFrame: number; readonly blockFrames: number; readonly seen: readonly number[] };
  /** Frames that the file promises, by its packets and, where the part goes on to the end, the length that it declares. */
  readonly frameCount: number;
}

/** Frames that both a range and the missing ones hold. */
export const countMissing = (missing: readonly SampleSpan[], { startFrame, endFrame }: SampleSpan): number =>
  missing.reduce(
    (sum, range) => sum + Math.max(0, Math.min(endFrame, range.endFrame) - Math.max(startFrame, range.startFrame)),
    0,
  );
