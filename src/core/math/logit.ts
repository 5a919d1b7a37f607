/** A probability never stands for more certainty than this, in logits: 16-bit weights tell no more. */
const MAX_LOGIT = 12;

/** The logarithm of the odds of a probability 0..1, held within `MAX_LOGIT`. */
export function toLogit(probability: number): number {
  const logit = Math.log(probability / (1 - probability));
  return Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit));
}

/** The probability 0..1 of which a number is the logit. */
export const toProbability = (logit: number): number => 1 / (1 + Math.exp(-logit));
