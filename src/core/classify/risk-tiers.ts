import type { Risk } from '../report.ts';

/** When a run of samples reaches a risk. */
export interface RiskTier {
  readonly risk: Risk;
  /** A run begins at this score... */
  readonly enter: number;
  /** ...and goes on down to this one, so scores that waver around a threshold make one run. */
  readonly leave: number;
  /** A shorter run does not reach the tier. */
  readonly minSeconds: number;
  readonly minSamples: number;
}

/**
 * From the worst down. Scores are probabilities of a softmax, smoothed: above 0.5 the model thinks it more likely than
 * all else together. Condemning asks for a clear margin over that (of 571 harmless pictures of people, drink and smoke 8 %
 * reach 0.55, 5 % 0.7, 2.5 % 0.85, 1 % 0.95) and for two samples that agree over time; asking for
 * a person's look does not. A lone spike counts half (`smoothScores`), so it stays below `medium`.
 */
export const RISK_TIERS: readonly RiskTier[] = [
  { risk: 'floor', enter: 0.95, leave: 0.85, minSeconds: 3, minSamples: 2 },
  { risk: 'high', enter: 0.85, leave: 0.7, minSeconds: 1.5, minSamples: 2 },
  { risk: 'medium', enter: 0.55, leave: 0.4, minSeconds: 0.5, minSamples: 1 },
  { risk: 'low', enter: 0.4, leave: 0.3, minSeconds: 0, minSamples: 1 },
];

/** Runs of one tier closer than this are one: a cut-away does not end what is being shown. */
const MERGE_SECONDS = 2;

/** A run of samples, half open. */
export interface Run {
  readonly first: number;
  readonly end: number;
}

/** The runs of samples that reach a tier, in order. `secondsOf(first, end)` is how long the samples first..end-1 last. */
export function findRuns(
  scores: readonly number[],
  tier: RiskTier,
  secondsOf: (first: number, end: number) => number,
): Run[] {
  const runs: { first: number; end: number }[] = [];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i] < tier.enter) continue;
    let first = i;
    while (first > 0 && scores[first - 1] >= tier.leave) first--;
    while (i + 1 < scores.length && scores[i + 1] >= tier.leave) i++;
    const last = runs.at(-1);
    if (last && secondsOf(last.end, first) < MERGE_SECONDS) last.end = i + 1;
    else runs.push({ first, end: i + 1 });
  }
  return runs.filter(
    ({ first, end }) => end - first >= tier.minSamples && secondsOf(first, end) >= tier.minSeconds - 1e-6,
  );
}
