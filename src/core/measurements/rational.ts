/** A rate or a time base as an exact fraction. */
export interface Rational {
  readonly numerator: number;
  readonly denominator: number;
}

export const toNumber = ({ numerator, denominator }: Rational): number => numerator / denominator;
