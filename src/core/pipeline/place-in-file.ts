import type { PictureCoverage } from '../measurements/picture-coverage.ts';
import type { SampleSpan } from '../measurements/sample-cells.ts';
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
  const moveRange = <T extends SampleSpan>(range: T): T => placeRange(range, firstFrame);
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

const placeRange = <T extends SampleSpan>(range: T, firstFrame: number): T => ({
  ...range,
  startFrame: firstFrame + range.startFrame,
  endFrame: firstFrame + range.endFrame,
});

/** Where nothing was seen, in the file's frames. */
export const placeMissing = ({ missing }: PictureCoverage, firstFrame: number): PictureCoverage['missing'] =>
  missing.map((range) => placeRange(range, firstFrame));
