import { divideAmongSamples, type SampleSpan } from '../measurements/sample-cells.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { type FrameGrid, frameToSeconds } from '../measurements/timecode.ts';
import { walkSamples } from '../measurements/walk-samples.ts';
import type { SampleMeasure } from './risk-tiers.ts';

/** What samples belong to and represent. */
export interface SamplePlaces extends SampleMeasure {
  readonly frames: readonly number[];
  /** Index of the shot of each sample. */
  readonly shots: readonly number[];
  readonly cells: readonly SampleSpan[];
  readonly framesPerSecond: number;
}

/** A range in which one picture is held, in seconds of presentation time, half open. */
export interface HeldPicture {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** @param frames of the samples, rising @param held in order of time */
export function placeSamples(
  frames: readonly number[],
  shots: readonly ShotSpan[],
  held: readonly HeldPicture[],
  grid: FrameGrid,
): SamplePlaces {
  const cells = divideAmongSamples(frames, shots, grid.frameCount);
  const framesPerSecond = grid.frameRate.numerator / grid.frameRate.denominator;
  const walk = walkSamples(shots);
  const shotOf = frames.map((frame) => walk(frame).shot);
  // The held picture that each sample shows; a sample outside of all is a picture of its own.
  const heldOf = frames.map((frame) => {
    const seconds = frameToSeconds(frame, grid);
    return held.findIndex(({ startSeconds, endSeconds }) => seconds >= startSeconds && seconds < endSeconds);
  });
  return {
    frames,
    shots: shotOf,
    cells,
    framesPerSecond,
    seconds: (first, end) => (end <= first ? 0 : (cells[end - 1].endFrame - cells[first].startFrame) / framesPerSecond),
    pictures(first, end) {
      let count = 0;
      for (let i = first; i < end; i++) if (i === first || heldOf[i] < 0 || heldOf[i] !== heldOf[i - 1]) count++;
      return count;
    },
  };
}
