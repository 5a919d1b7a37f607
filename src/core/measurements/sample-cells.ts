import type { ShotSpan } from './spans.ts';

/** The frames that a sample represents, half open. */
export interface SampleSpan {
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * Divides the video among its samples: each represents the frames nearer to it than to another sample, but where a
 * shot begins between two samples their border lies at that cut (of several cuts, the one nearest to halfway). The
 * cells tile `[0, frameCount)`. `frames` rise.
 */
export function divideAmongSamples(
  frames: readonly number[],
  shots: readonly ShotSpan[],
  frameCount: number,
): SampleSpan[] {
  const borders: number[] = [0];
  let shot = 0;
  for (let i = 1; i < frames.length; i++) {
    const [before, after] = [frames[i - 1], frames[i]];
    const halfway = Math.ceil((before + after) / 2);
    let border = halfway;
    let nearest = Number.POSITIVE_INFINITY;
    while (shot < shots.length && shots[shot].startFrame <= before) shot++;
    for (; shot < shots.length && shots[shot].startFrame <= after; shot++) {
      const distance = Math.abs(shots[shot].startFrame - halfway);
      if (distance >= nearest) continue;
      nearest = distance;
      border = shots[shot].startFrame;
    }
    borders.push(border);
  }
  return borders.map((startFrame, i) => ({ startFrame, endFrame: borders[i + 1] ?? frameCount }));
}
