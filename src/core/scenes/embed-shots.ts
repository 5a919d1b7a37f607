import { ReelsightError } from '../errors.ts';
import { toUnitLength } from '../math/unit-length.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import { walkSamples } from '../measurements/walk-samples.ts';

export interface ShotEmbedder {
  /** Takes the next sample: `frame` on the global grid, never before the last one pushed. The vector is not kept. */
  push(frame: number, embedding: Float32Array): void;
  /** One vector a shot, Float32Array [dimensions] of length 1 (all zero when the video has no sample at all). */
  finish(): Float32Array[];
}

/**
 * Collects one vector a shot: the mean of the L2-normalised embeddings of its samples, normalised again (Rotman, Porat,
 * Ashour, ISM 2016). Samples inside a transition mix two shots, so they count only where a shot has no other. A shot
 * without any sample takes the vector of the sampled shot nearest in frames, of two equally near the earlier one.
 *
 * Memory is two vectors and the results, whatever the number of samples. Errors: kind `internal` when samples come out
 * of order, outside every shot, or in another size.
 */
export function createShotEmbedder(shots: readonly ShotSpan[], dimensions: number): ShotEmbedder {
  const vectors: (Float32Array | null)[] = shots.map(() => null);
  const clean = new Float64Array(dimensions);
  const mixed = new Float64Array(dimensions);
  const counts = { clean: 0, mixed: 0 };
  const walk = walkSamples(shots);
  let current = 0;

  const closeShot = () => {
    if (counts.clean > 0) vectors[current] = toUnitLength(clean);
    else if (counts.mixed > 0) vectors[current] = toUnitLength(mixed);
    clean.fill(0);
    mixed.fill(0);
    counts.clean = 0;
    counts.mixed = 0;
  };

  return {
    push(frame, embedding) {
      if (embedding.length !== dimensions) {
        throw new ReelsightError(
          'internal',
          `A sample's embedding has ${embedding.length} numbers, not ${dimensions}: all samples must come from one model.`,
        );
      }
      const { shot, inTransition } = walk(frame);
      if (shot !== current) {
        closeShot();
        current = shot;
      }
      const kind = inTransition ? 'mixed' : 'clean';
      counts[kind]++;
      addNormalised(inTransition ? mixed : clean, embedding);
    },
    finish() {
      closeShot();
      return fillGaps(vectors, shots, dimensions);
    },
  };
}

function addNormalised(sum: Float64Array, vector: Float32Array): void {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i] * vector[i];
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) sum[i] += vector[i] * scale;
}

function fillGaps(
  vectors: readonly (Float32Array | null)[],
  shots: readonly ShotSpan[],
  dimensions: number,
): Float32Array[] {
  const before: number[] = [];
  const after: number[] = [];
  for (let i = 0, last = -1; i < shots.length; i++) {
    if (vectors[i]) last = i;
    before.push(last);
  }
  for (let i = shots.length - 1, next = -1; i >= 0; i--) {
    if (vectors[i]) next = i;
    after[i] = next;
  }
  const empty = new Float32Array(dimensions);
  return vectors.map((vector, i) => {
    if (vector) return vector;
    const [a, b] = [before[i], after[i]];
    if (a < 0) return b < 0 ? empty : (vectors[b] as Float32Array);
    if (b < 0) return vectors[a] as Float32Array;
    const gapBefore = shots[i].startFrame - shots[a].endFrame;
    const gapAfter = shots[b].startFrame - shots[i].endFrame;
    return vectors[gapAfter < gapBefore ? b : a] as Float32Array;
  });
}
