import measured from '../../../models/scenes/space.json' with { type: 'json' };
import { dot } from '../math/dot.ts';

/**
 * What is known of embeddings from pictures of many places, each in six ways: views, and what cameras, encoders and
 * graders do (`models/scenes/measure-space.ts`).
 */
export interface MeasuredSpace {
  /** The mean embedding, Float64Array [dimensions]. */
  readonly centre: Float64Array;
  /**
   * Directions in which pictures of one place differ by the way they were taken: Float64Array [dimensions] each, of
   * length 1 and at right angles to each other.
   */
  readonly directions: readonly Float64Array[];
  /** What is taken from the product of two vectors' shares of each direction, 0..1: 1 - kept². */
  readonly removed: readonly number[];
}

/** Of embeddings of another size nothing is known: null. */
export function findMeasuredSpace(dimensions: number): MeasuredSpace | null {
  if (dimensions !== measured.centre.length) return null;
  known ??= {
    centre: Float64Array.from(measured.centre),
    directions: decodeDirections(measured.directions),
    removed: measured.kept.map((kept) => 1 - kept ** 2),
  };
  return known;
}

let known: MeasuredSpace | null = null;

/** From one byte a number; rounding left them not quite at right angles. */
function decodeDirections(texts: readonly string[]): Float64Array[] {
  const directions: Float64Array[] = [];
  for (const text of texts) {
    const direction = Float64Array.from(new Int8Array(Buffer.from(text, 'base64')));
    for (const earlier of directions) {
      const share = dot(direction, earlier);
      for (let d = 0; d < direction.length; d++) direction[d] -= share * earlier[d];
    }
    const length = Math.sqrt(dot(direction, direction));
    directions.push(direction.map((value) => value / length));
  }
  return directions;
}
