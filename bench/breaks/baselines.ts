import { createRandom } from '../../src/core/math/random.ts';
import type { SceneSpan } from '../../src/core/measurements/spans.ts';
import type { Programme } from './programme.ts';

/** What methods are given: a programme, and the scenes that the product finds in it. */
export interface Measured extends Programme {
  readonly scenes: readonly SceneSpan[];
}

/** A method: `count` breaks, or fewer where it has no more, in seconds of presentation time, rising. */
export type Baseline = (programme: Measured, count: number) => number[];

/** Breaks that divide the programme into parts of one length. */
export const spreadEvenly: Baseline = ({ grid }, count) => {
  const seconds = (grid.frameCount * grid.frameRate.denominator) / grid.frameRate.numerator;
  return Array.from({ length: count }, (_, i) => grid.startSeconds + (seconds * (i + 1)) / (count + 1));
};

/** Shots taken at random, the same for a programme. */
export const drawShots: Baseline = ({ shots, grid }, count) => {
  const random = createRandom(shots.length * 7919 + grid.frameCount);
  const rest = shots.slice(1).map(({ startFrame }) => startFrame);
  const drawn = Array.from({ length: Math.min(count, rest.length) }, () => {
    const at = Math.floor(random() * rest.length);
    return rest.splice(at, 1)[0];
  });
  return drawn
    .map((frame) => grid.startSeconds + (frame * grid.frameRate.denominator) / grid.frameRate.numerator)
    .sort((a, b) => a - b);
};
