import { toProbability } from '../math/logit.ts';
import { type BoundaryEvidence, JUDGE_FEATURE_COUNT, readJudgeFeatures } from './judge-features.ts';

/** A logistic regression, as `models/shots/train-judge.ts` writes it. */
export interface JudgeWeights {
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Probability, 0..1, that each of the candidates is a transition. */
export function judgeCandidates(evidence: BoundaryEvidence, { mean, scale, weights, bias }: JudgeWeights): number[] {
  return evidence.candidates.map((_, index) => {
    const features = readJudgeFeatures(evidence, index);
    let sum = bias;
    for (let i = 0; i < JUDGE_FEATURE_COUNT; i++) sum += weights[i] * (features[i] - mean[i]) * scale[i];
    return toProbability(sum);
  });
}
