import { BOUNDARY_KINDS, type BoundaryScores } from './score.ts';

const KINDS = BOUNDARY_KINDS.length;

/**
 * The probability that a transition is going on, over time: for each point the greatest of the boundaries before its
 * frames, with 2 decimals.
 */
export function drawShotChange(
  { frames, odds }: Pick<BoundaryScores, 'frames' | 'odds'>,
  frameCount: number,
  framesPerPoint: number,
): number[] {
  const shotChange = new Array<number>(Math.ceil(frameCount / framesPerPoint)).fill(0);
  for (let i = 1; i < frames.length; i++) {
    const point = Math.floor(frames[i] / framesPerPoint);
    shotChange[point] = Math.max(shotChange[point], Math.round(100 * changeProbability(odds, i)) / 100);
  }
  return shotChange;
}

/** One minus the softmax probability of `none`, whose log odds are 0. */
function changeProbability(odds: Float32Array, boundary: number): number {
  let sum = 0;
  for (let kind = 1; kind < KINDS; kind++) sum += Math.exp(odds[boundary * KINDS + kind]);
  return sum === Number.POSITIVE_INFINITY ? 1 : sum / (1 + sum);
}
