import { toProbability } from '../math/logit.ts';
import { roundConfidence } from '../math/round.ts';
import type { ItemKind } from './index-item.ts';

/** What supports a pose. */
export interface PoseEvidence {
  /** Sum of the weights of its features, above 0. */
  readonly score: number;
  /** The share 0..1 of the registered picture's features' box that they span, above 0. */
  readonly coverage: number;
}

/**
 * Logistic regressions on the logarithms of score and coverage, fitted to detections in the benches' photographs and in
 * videos that show none of the things: of all brands, and of every second product.
 */
const CURVES: Record<ItemKind, { readonly score: number; readonly coverage: number; readonly offset: number }> = {
  brands: { score: 3.36, coverage: 0.45, offset: -2.66 },
  products: { score: 1.94, coverage: 0.32, offset: -3.65 },
};

/** The share of such poses that are right: 0..1. */
export function confidenceOf(kind: ItemKind, evidence: PoseEvidence): number {
  const { score, coverage, offset } = CURVES[kind];
  const logit = score * Math.log(evidence.score) + coverage * Math.log(evidence.coverage) + offset;
  return roundConfidence(toProbability(logit));
}
