import type { FrameGrid } from '../media/timecode.ts';
import { createShotSpace } from '../scenes/shot-space.ts';
import { toUnitLength } from '../scenes/unit-length.ts';
import type { ShotSpan } from '../shots/detect.ts';

/** Long enough to hold more than one camera set-up, short enough to stay in the scene. */
const CONTEXT_SECONDS = 20;
/** Distance of the means of two stretches that show one place, and of two that show different ones. */
const NO_CHANGE_DISTANCE = 0.5;
const FULL_CHANGE_DISTANCE = 1.1;

/**
 * Makes the function that tells how much the picture's content differs between the 20 seconds before a shot's start and
 * the 20 after, 0..1: the distance, in the space of the scenes, of the mean shot vectors weighted by length; 0 at 0.5 and
 * 1 at 1.1.
 */
export function createContentMeter(
  shots: readonly ShotSpan[],
  embeddings: readonly Float32Array[],
  grid: FrameGrid,
): (shot: number) => number {
  const space = createShotSpace(embeddings);
  const reach = Math.round((CONTEXT_SECONDS * grid.frameRate.numerator) / grid.frameRate.denominator);
  return (shot) => {
    const border = shots[shot].startFrame;
    const before = new Float64Array(embeddings[shot].length);
    const after = new Float64Array(embeddings[shot].length);
    for (let i = shot - 1; i >= 0 && shots[i].endFrame > border - reach; i--) {
      addScaled(before, embeddings[i], shots[i].endFrame - Math.max(shots[i].startFrame, border - reach));
    }
    for (let i = shot; i < shots.length && shots[i].startFrame < border + reach; i++) {
      addScaled(after, embeddings[i], Math.min(shots[i].endFrame, border + reach) - shots[i].startFrame);
    }
    const distance = space.distance(toUnitLength(before), toUnitLength(after));
    return Math.min(1, Math.max(0, (distance - NO_CHANGE_DISTANCE) / (FULL_CHANGE_DISTANCE - NO_CHANGE_DISTANCE)));
  };
}

function addScaled(sum: Float64Array, vector: Float32Array, scale: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += vector[i] * scale;
}
