import type { ShotSpan } from '../../src/core/measurements/spans.ts';

/** Shots of the given lengths in frames, one after the other, joined by cuts. */
export function cutShots(...lengths: number[]): ShotSpan[] {
  let startFrame = 0;
  return lengths.map((length) => {
    const shot: ShotSpan = {
      startFrame,
      endFrame: startFrame + length,
      transitionIn:
        startFrame === 0
          ? { type: 'start', startFrame: 0, endFrame: 0, confidence: 1 }
          : { type: 'cut', startFrame: startFrame - 1, endFrame: startFrame, confidence: 1 },
    };
    startFrame += length;
    return shot;
  });
}

/** A grid of 10 frames a second from presentation time 0. */
export const tenFps = (frameCount: number) => ({
  frameRate: { numerator: 10, denominator: 1 },
  startSeconds: 0,
  frameCount,
});
