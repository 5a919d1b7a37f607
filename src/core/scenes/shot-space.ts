import { dot } from '../math/dot.ts';
import { findMeasuredSpace } from './measured-space.ts';

/**
 * Where the centre lies between the measured one and the video's own mean: (100 measured + n own) / (100 + n) for n
 * shots. A film of many places moves it towards what its own pictures share. But no more than 50 shots count, or the
 * centre of a long film that stays in one place would lie in that place, and its camera set-ups look like places.
 */
const MEASURED_WEIGHT = 100;
const MAX_OWN_WEIGHT = 50;
/** Without a measured centre the origin stands for it, and must give way sooner. */
const ORIGIN_WEIGHT = 5;
const MAX_OWN_WEIGHT_FROM_ORIGIN = 5;

/** Cosine distances of vectors of length 1, seen from a centre. */
export interface ShotSpace {
  /** 0 for the same direction, about 1 for pictures that have nothing to do with each other, at most 2. */
  distance(a: Float32Array, b: Float32Array): number;
}

/**
 * The space in which shots are compared: cosine distance after taking away what all pictures have in common, and what
 * the way a picture was taken changes.
 *
 * Pooled activations are never negative and much alike: pictures of different places have a cosine of 0.83, of the same
 * kind of place 0.88. Seen from the mean embedding of many pictures these become about 0 and 0.25. But frames of small,
 * coarse or soft video are alike in being so, and then places of two such videos lie at 0.75 where places of photographs
 * lie at 1. So the directions in which one place differs by how it was taken are made as narrow as the rest (whitening
 * of the variance within a place, as in Hatch, Kajarekar, Stolcke, Interspeech 2006): 0.94, and photographs stay at 1.
 *
 * The centre used lies between the measured one and the mean of the video's own vectors. An embedding of another size
 * has neither a measured centre nor directions. A vector of zeros (nothing was seen) is at distance 0 of everything.
 */
export function createShotSpace(vectors: readonly Float32Array[]): ShotSpace {
  const dimensions = vectors[0]?.length ?? 0;
  const measured = findMeasuredSpace(dimensions);
  const centre = findCentre(vectors, dimensions, measured?.centre ?? null);
  const directions = measured?.directions ?? [];
  const removed = measured?.removed ?? [];
  const centreShares = directions.map((direction) => dot(direction, centre));

  // (a - c)·(b - c) from the dot products, so that no centred copies are kept; likewise without the directions.
  const centreSquare = dot(centre, centre);
  const seen = new WeakMap<Float32Array, Seen>();
  const look = (vector: Float32Array): Seen => {
    const kept = seen.get(vector);
    if (kept) return kept;
    const withCentre = dot(vector, centre);
    const shares = Float64Array.from(directions, (direction, k) => dot(direction, vector) - centreShares[k]);
    const ownSquare = dot(vector, vector);
    const square = ownSquare - 2 * withCentre + centreSquare - weigh(shares, shares);
    const found = { isEmpty: ownSquare === 0, withCentre, shares, length: Math.sqrt(Math.max(0, square)) };
    seen.set(vector, found);
    return found;
  };
  const weigh = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += removed[k] * a[k] * b[k];
    return sum;
  };
  return {
    distance(a, b) {
      if (a === b) return 0;
      const [sa, sb] = [look(a), look(b)];
      if (sa.isEmpty || sb.isEmpty) return 0;
      const lengths = sa.length * sb.length;
      // Below this the vectors are the centre itself, give or take rounding.
      if (!(lengths > 1e-9)) return 0;
      const product = dot(a, b) - sa.withCentre - sb.withCentre + centreSquare - weigh(sa.shares, sb.shares);
      return Math.max(0, 1 - product / lengths);
    },
  };
}

/** What a vector has in common with the centre and the directions. */
interface Seen {
  readonly isEmpty: boolean;
  readonly withCentre: number;
  /** Of the vector as seen from the centre, along each direction. */
  readonly shares: Float64Array;
  /** As seen from the centre, without what is removed. */
  readonly length: number;
}

function findCentre(vectors: readonly Float32Array[], dimensions: number, measured: Float64Array | null): Float64Array {
  const sum = new Float64Array(dimensions);
  for (const vector of vectors) for (let d = 0; d < dimensions; d++) sum[d] += vector[d];
  const otherWeight = measured ? MEASURED_WEIGHT : ORIGIN_WEIGHT;
  const ownWeight = Math.min(vectors.length, measured ? MAX_OWN_WEIGHT : MAX_OWN_WEIGHT_FROM_ORIGIN);
  return sum.map((value, d) => {
    const own = value / vectors.length;
    return (own * ownWeight + (measured ? measured[d] * otherWeight : 0)) / (ownWeight + otherWeight);
  });
}
