import measured from './centre.json' with { type: 'json' };
import { dot } from './dot.ts';

/**
 * Where the centre lies between the measured one and the video's own mean: (100 measured + n own) / (100 + n) for n
 * shots. A film of many places moves it towards what its own pictures share. But no more than 50 shots count, or the
 * centre of a long film that stays in one place would lie in that place, and its camera set-ups look like places.
 */
const MEASURED_WEIGHT = 100;
const MOST_OWN_WEIGHT = 50;
/** Without a measured centre the origin stands for it, and must give way sooner. */
const ORIGIN_WEIGHT = 5;
const MOST_OWN_WEIGHT_FROM_ORIGIN = 5;

/** Cosine distances of vectors of length 1, seen from a centre. */
export interface ShotSpace {
  /** 0 for the same direction, about 1 for pictures that have nothing to do with each other, at most 2. */
  distance(a: Float32Array, b: Float32Array): number;
}

/**
 * The space in which shots are compared: cosine distance after taking away what all pictures have in common.
 *
 * Pooled activations are never negative and much alike: pictures of different places have a cosine of 0.83, of the same
 * kind of place 0.88. Seen from the mean embedding of many pictures (`centre.json`, made by
 * `models/scenes/measure-centre.ts`) these become -0.05 and 0.25. The centre used lies between that one and the mean of
 * the video's own vectors. An embedding of another size has no measured centre. A vector of zeros (nothing was seen) is
 * at distance 0 of everything.
 */
export function createShotSpace(vectors: readonly Float32Array[]): ShotSpace {
  const dimensions = vectors[0]?.length ?? 0;
  const known = dimensions === measured.centre.length;
  const centre = new Float64Array(dimensions);
  for (const vector of vectors) for (let d = 0; d < dimensions; d++) centre[d] += vector[d];
  const otherWeight = known ? MEASURED_WEIGHT : ORIGIN_WEIGHT;
  const ownWeight = Math.min(vectors.length, known ? MOST_OWN_WEIGHT : MOST_OWN_WEIGHT_FROM_ORIGIN);
  for (let d = 0; d < dimensions; d++) {
    const own = centre[d] / vectors.length;
    centre[d] = (own * ownWeight + (known ? measured.centre[d] * otherWeight : 0)) / (ownWeight + otherWeight);
  }

  // (a - c)·(b - c) from the dot products, so that no centred copies are kept.
  const centreSquare = dot(centre, centre);
  const products = new WeakMap<Float32Array, { square: number; withCentre: number }>();
  const productsOf = (vector: Float32Array) => {
    const kept = products.get(vector);
    if (kept) return kept;
    const found = { square: dot(vector, vector), withCentre: dot(vector, centre) };
    products.set(vector, found);
    return found;
  };
  return {
    distance(a, b) {
      if (a === b) return 0;
      const [pa, pb] = [productsOf(a), productsOf(b)];
      if (pa.square === 0 || pb.square === 0) return 0;
      const lengths = Math.sqrt(
        (pa.square - 2 * pa.withCentre + centreSquare) * (pb.square - 2 * pb.withCentre + centreSquare),
      );
      // Below this the vectors are the centre itself, give or take rounding.
      if (!(lengths > 1e-9)) return 0;
      return Math.max(0, 1 - (dot(a, b) - pa.withCentre - pb.withCentre + centreSquare) / lengths);
    },
  };
}
