import type { IndexKind } from './index-file.ts';

/** Logistic curves of the score of a placing. */
const CURVES: Record<IndexKind, { readonly middle: number; readonly slope: number }> = {
  brands: { middle: 4, slope: 1.5 },
  products: { middle: 5, slope: 1.2 },
};

/** The share of placings with such a score that are right: 0..1. */
export function confidenceOf(kind: IndexKind, score: number): number {
  const { middle, slope } = CURVES[kind];
  return Math.round(1e4 / (1 + Math.exp(-slope * (score - middle)))) / 1e4;
}
