import { toUnitLength } from '../math/unit-length.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import type { FrameGrid } from '../measurements/timecode.ts';
import { createShotSpace } from '../scenes/shot-space.ts';

/** Long enough to hold more than one camera set-up, short enough to stay in the scene. */
const CONTEXT_SECONDS = 20;
/** Distance of the means of two stretches that show the same pictures, and of two that show different places. */
const NO_CHANGE_DISTANCE = 0.2;
const FULL_CHANGE_DISTANCE = 1.1;

/**
 * Makes the function that computes how much the picture's content differs between the 20 seconds up to one frame and
 * the 20 from another on, 0..1: the distance, in the space of the scenes, of the mean shot vectors weighted by length;
 * 0 at 0.2 and 1 at 1.1.
 */
export function createContentMeter(
  shots: readonly ShotSpan[],
  embeddings: readonly Float32Array[],
  grid: FrameGrid,
): (moment: { shot: number; beforeFrame: number; afterFrame: number }) => number {
  const space = createShotSpace(embeddings);
  const reach = Math.round((CONTEXT_SECONDS * grid.frameRate.numerator) / grid.frameRate.denominator);
  const meanOf = (startFrame: number, endFrame: number, nearShot: number): Float32Array => {
    const sum = new Float64Array(embeddings[nearShot].length);
    let first = nearShot;
    while (first > 0 && shots[first].startFrame > startFrame) first--;
    for (let i = first; i < shots.length && shots[i].startFrame < endFrame; i++) {
      const frames = Math.min(shots[i].endFrame, endFrame) - Math.max(shots[i].startFrame, startFrame);
      if (frames > 0) addScaled(sum, embeddings[i], frames);
    }
    return toUnitLength(sum);
  };
  return ({ shot, beforeFrame, afterFrame }) => {
    const before = meanOf(beforeFrame + 1 - reach, beforeFrame + 1, shot);
    const after = meanOf(afterFrame, afterFrame + reach, shot);
    const distance = space.distance(before, after);
    return Math.min(1, Math.max(0, (distance - NO_CHANGE_DISTANCE) / (FULL_CHANGE_DISTANCE - NO_CHANGE_DISTANCE)));
  };
}

function addScaled(sum: Float64Array, vector: Float32Array, scale: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += vector[i] * scale;
}
