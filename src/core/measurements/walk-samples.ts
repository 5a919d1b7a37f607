import { ReelsightError } from '../errors.ts';
import type { ShotSpan } from './spans.ts';

export interface SamplePlace {
  /** Index of the shot that the frame belongs to. */
  readonly shot: number;
  /** Whether the frame shows two shots at once: strictly between a transition's startFrame and endFrame. */
  readonly inTransition: boolean;
}

/**
 * Makes a function that finds the shot of each sample, for samples in frame order (each look-up goes on where the last
 * one stopped). Errors: kind `internal` for a frame before the last one or outside every shot.
 */
export function walkSamples(shots: readonly ShotSpan[]): (frame: number) => SamplePlace {
  let shot = 0;
  let lastFrame = -1;
  return (frame) => {
    if (frame < lastFrame) {
      throw new ReelsightError(
        'internal',
        `Sample ${frame} came after ${lastFrame}: samples must come in frame order.`,
      );
    }
    lastFrame = frame;
    while (shot < shots.length && frame >= shots[shot].endFrame) shot++;
    if (shot === shots.length || frame < shots[shot].startFrame) {
      throw new ReelsightError('internal', `Sample ${frame} lies in no shot: shots must tile the video.`);
    }
    const inside = (at: ShotSpan | undefined) =>
      at !== undefined && frame > at.transitionIn.startFrame && frame < at.transitionIn.endFrame;
    return { shot, inTransition: inside(shots[shot]) || inside(shots[shot + 1]) };
  };
}
