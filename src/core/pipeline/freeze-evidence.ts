import { countMissing, type PictureCoverage } from '../measurements/picture-coverage.ts';
import { type FrameGrid, secondsToFrame } from '../measurements/timecode.ts';
import type { Cue } from '../report.ts';

/** Two that are the same; the block that a freeze ends in may hold the next one. */
const MIN_PICTURES = 3;

/**
 * Leaves out freezes that only the analysis made: where pictures are missing the last one is held, and where only key
 * frames are looked at a single one does not show that nothing moved until the next.
 */
export function keepShownFreezes(
  cues: readonly Cue[],
  coverage: PictureCoverage,
  grid: FrameGrid,
  keysOnly: boolean,
): Cue[] {
  const { firstFrame, blockFrames, seen } = coverage.blocks;
  return cues.filter((cue) => {
    if (cue.type !== 'freeze') return true;
    const startFrame = secondsToFrame(cue.startSeconds, grid);
    const endFrame = secondsToFrame(cue.endSeconds, grid);
    if (2 * countMissing(coverage.missing, { startFrame, endFrame }) >= endFrame - startFrame) return false;
    if (!keysOnly) return true;
    const blocks = seen.slice(
      Math.floor((startFrame - firstFrame) / blockFrames),
      Math.ceil((endFrame - firstFrame) / blockFrames),
    );
    return blocks.reduce((sum, count) => sum + count, 0) >= MIN_PICTURES;
  });
}
