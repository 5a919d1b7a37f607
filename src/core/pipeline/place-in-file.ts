import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import type { Decisions } from './decisions.ts';

/**
 * Counts the frames of what was decided over a part as the file does. Times are those of the file already: the part's
 * grid begins at them.
 *
 * @param fileGrid up to the last frame that was analysed
 */
export function placeInFile(decisions: Decisions, firstFrame: number, fileGrid: FrameGrid): Decisions {
  const { safety, appearances, breaks } = decisions;
  const move = (frame: number) => firstFrame + frame;
  const moveFrame = <T extends { readonly frame: number }>(item: T): T => ({ ...item, frame: move(item.frame) });
  const moveRange = <T extends { readonly startFrame: number; readonly endFrame: number }>(range: T): T => ({
    ...range,
    startFrame: move(range.startFrame),
    endFrame: move(range.endFrame),
  });
  const moveSegments = <T extends { readonly segments: readonly { readonly frame: number }[] }>(item: T): T => ({
    ...item,
    segments: item.segments.map(moveFrame),
  });
  return {
    ...decisions,
    grid: fileGrid,
    shots: decisions.shots.map((shot) => ({ ...moveRange(shot), transitionIn: moveRange(shot.transitionIn) })),
    keyFrames: decisions.keyFrames.map(move),
    filmstrips: decisions.filmstrips.map((frames) => frames.map(move)),
    frames: decisions.frames.map(move),
    safety: { ...safety, categories: safety.categories.map(moveSegments) },
    appearances: {
      brands: appearances.brands.map(moveSegments),
      products: appearances.products.map(moveSegments),
    },
    breaks: { ...breaks, breaks: breaks.breaks.map(moveFrame), candidates: breaks.candidates.map(moveFrame) },
  };
}

/** Where nothing was seen, in the file's frames. */
export const placeMissing = ({ missing }: PictureCoverage, firstFrame: number): PictureCoverage['missing'] =>
  missing.map(({ startFrame, endFrame }) => ({
    startFrame: firstFrame + startFrame,
    endFrame: firstFrame + endFrame,
  }));
