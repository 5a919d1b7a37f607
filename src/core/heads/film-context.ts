/**
 * What the rest of a film says about one of its shots: a cartoon is one from beginning to end, and a match is played on
 * grass. In logits of a head's probabilities, one number a class.
 */
export interface FilmContext {
  /** By how much a film whose shots lie one above the base lifts each of them. */
  readonly weights: readonly number[];
  /** Where the shots of films lie in the mean. */
  readonly bases: readonly number[];
}

/** Shots at the base that every film is taken to have besides its own: what few shots say counts for less. */
export const ASSUMED_SHOTS = 4;

/**
 * By how much a film lifts the logits of its shots: Float64Array [classes].
 *
 * @param shots mean logits of each shot that has samples, [classes] each
 */
export function measureContext(shots: readonly ArrayLike<number>[], { weights, bases }: FilmContext): Float64Array {
  return Float64Array.from(weights, (weight, c) => {
    const sum = shots.reduce((total, logits) => total + logits[c] - bases[c], 0);
    return (weight * sum) / (shots.length + ASSUMED_SHOTS);
  });
}
