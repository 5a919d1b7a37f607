import type { FrameSignals } from '../measurements/frame-signals.ts';
import { listPictures, readBoundaryFeatures } from './features.ts';
import type { SequenceNetwork } from './sequence-network.ts';

/** What the boundary between two pictures may lie in, in the order of the network's outputs. */
export const BOUNDARY_KINDS = ['none', 'cut', 'dissolve', 'fade', 'wipe'] as const;
export type BoundaryKind = (typeof BOUNDARY_KINDS)[number];

/** What the network says about every boundary between two distinct pictures. */
export interface BoundaryScores {
  /** First frame of each distinct picture, ascending from 0. */
  readonly frames: readonly number[];
  /**
   * Float32Array [pictures, 5]: log odds of each kind against none; row i is about the boundary before picture i, row 0
   * is all zero.
   */
  readonly odds: Float32Array;
  /** Float32Array [pictures]: log odds that the one frame where a shot begins is here, as the network's teacher saw it. */
  readonly change: Float32Array;
}

/** Scores the boundaries of a whole video with a network whose outputs are BOUNDARY_KINDS and then the change. */
export function scoreBoundaries(
  signals: FrameSignals,
  framesPerSecond: number,
  network: SequenceNetwork,
): BoundaryScores {
  const sequence = listPictures(signals, framesPerSecond);
  const { frames } = sequence;
  const kinds = BOUNDARY_KINDS.length;
  const scores = network.run(frames.length, (picture, out) => {
    readBoundaryFeatures(sequence, picture, out);
  });
  const odds = new Float32Array(frames.length * kinds);
  const change = new Float32Array(frames.length);
  for (let i = 1; i < frames.length; i++) {
    const row = scores.subarray(i * (kinds + 1), (i + 1) * (kinds + 1));
    for (let kind = 1; kind < kinds; kind++) odds[i * kinds + kind] = row[kind] - row[0];
    change[i] = row[kinds];
  }
  return { frames, odds, change };
}
