import { FEATURE_COUNT, listPictures, readFeatures } from './features.ts';
import type { FrameSignals } from './frame-signals.ts';
import { createNetwork, type NetworkWeights } from './network.ts';

/** What the boundary between two pictures may lie in, in the order of the network's outputs. */
export const BOUNDARY_KINDS = ['none', 'cut', 'dissolve', 'fade', 'wipe'] as const;
export type BoundaryKind = (typeof BOUNDARY_KINDS)[number];

/** Log odds of each kind against none for every boundary between two distinct pictures. */
export interface BoundaryScores {
  /** First frame of each distinct picture, ascending from 0. */
  readonly frames: readonly number[];
  /** Float32Array [pictures, 5]; row i is about the boundary before picture i, row 0 is all zero. */
  readonly odds: Float32Array;
}

/** Scores the boundaries of a whole video with a network whose outputs are BOUNDARY_KINDS. */
export function scoreBoundaries(
  signals: FrameSignals,
  framesPerSecond: number,
  weights: NetworkWeights,
): BoundaryScores {
  const network = createNetwork(weights);
  const sequence = listPictures(signals, framesPerSecond);
  const { frames } = sequence;
  const kinds = BOUNDARY_KINDS.length;
  const odds = new Float32Array(frames.length * kinds);
  const features = new Float32Array(FEATURE_COUNT);
  for (let i = 1; i < frames.length; i++) {
    readFeatures(sequence, i, features);
    const scores = network.run(features);
    for (let kind = 1; kind < kinds; kind++) odds[i * kinds + kind] = scores[kind] - scores[0];
  }
  return { frames, odds };
}
