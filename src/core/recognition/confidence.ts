import { roundConfidence } from '../classify/round.ts';
import type { ItemKind } from './index-file.ts';

/**
 * Logistic curves of the score of a placing, fitted to every second brand and product of the benches. Products need
 * more, because different ones share much: the maker's sign, the layout of a series.
 */
const CURVES: Record<ItemKind, { readonly middle: number; readonly slope: number }> = {
  brands: { middle: 2.5, slope: 2.5 },
  products: { middle: 8, slope: 0.45 },
};

/** The share of placings with such a score that are right: 0..1. */
export function confidenceOf(kind: ItemKind, score: number): number {
  const { middle, slope } = CURVES[kind];
  return roundConfidence(1 / (1 + Math.exp(-slope * (score - middle))));
}
