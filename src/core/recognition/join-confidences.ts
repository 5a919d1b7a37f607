/** How much of a further frame's evidence is new: frames of a shot show the same things, right or wrong. */
const NEW_SHARE = 0.3;
/** Further frames that count; a hundred more of a shot say nothing new. */
const MAX_FURTHER = 3;

/**
 * How sure several detections in one shot make together: 0..1. The surest counts whole; of the next three, the doubt
 * that is left is multiplied with the part of theirs that is new.
 *
 * @example joinConfidences([0.4, 0.4, 0.4]) // 0.558
 */
export function joinConfidences(confidences: readonly number[]): number {
  const [surest = 0, ...further] = [...confidences].sort((a, b) => b - a);
  return (
    1 - further.slice(0, MAX_FURTHER).reduce((doubt, confidence) => doubt * (1 - confidence) ** NEW_SHARE, 1 - surest)
  );
}
