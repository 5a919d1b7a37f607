import type { Risk } from '../report.ts';
import { EVIDENCE, type EvidenceRule, type RiskSteps } from './evidence.ts';
import { riskRank } from './garm.ts';

/** A network or head whose classes may be evidence, and what it says of each sample. */
export interface ScoreSource {
  readonly name: string;
  readonly kind: 'network' | 'head';
  readonly taxonomy: string;
  readonly classes: readonly string[];
  /**
   * Probabilities at which each class reaches a step of risk, by class; null: it is not evidence, because it was found
   * wanting. null for a network, whose steps are in the table of evidence.
   */
  readonly riskThresholds: readonly (RiskThresholds | null)[] | null;
  /** Of each sample: Float32Array [classes] of 0..1. */
  readonly scores: readonly Float32Array[];
}

export interface RiskThresholds {
  readonly low: number;
  readonly medium: number;
  readonly high: number;
}

/** Classes of one source that are evidence for a category. */
export interface Evidence {
  readonly source: ScoreSource;
  readonly classNames: readonly string[];
  /** Where the classes lie in the source's scores. */
  readonly indexes: readonly number[];
  readonly ceiling: Risk;
  readonly steps: RiskSteps;
}

/** What evidence says of one sample. */
export interface EvidenceScore {
  /** On the scale of risks: 1 reaches low, 2 medium, 3 high, 4 floor; between them in proportion to the log odds. */
  readonly level: number;
  /** Of the classes together, 0..1. */
  readonly probability: number;
  /** The likeliest of the classes. */
  readonly className: string;
}

/** Log odds beyond which a 32-bit score says no more. */
const MAX_LOG_ODDS = 12;

const toLogOdds = (probability: number): number => limit(Math.log(probability) - Math.log1p(-probability));
const limit = (logOdds: number): number => Math.max(-MAX_LOG_ODDS, Math.min(MAX_LOG_ODDS, logOdds));

/** A probability that no picture reaches stands for "never". */
const toStep = (probability: number): number => (probability >= 1 ? Number.POSITIVE_INFINITY : toLogOdds(probability));

/** The evidence for a category among the sources; none where the category cannot be judged. */
export function findEvidence(category: string, sources: readonly ScoreSource[]): Evidence[] {
  return EVIDENCE.filter((rule) => rule.category === category).flatMap((rule) =>
    sources.filter(({ taxonomy }) => taxonomy === rule.taxonomy).flatMap((source) => readRule(rule, source)),
  );
}

function readRule({ classNames, ceiling, steps }: EvidenceRule, source: ScoreSource): Evidence[] {
  const indexes = classNames.map((name) => source.classes.indexOf(name));
  if (indexes.includes(-1)) return [];
  if (steps) return [{ source, classNames, indexes, ceiling, steps }];
  const thresholds = source.riskThresholds?.[indexes[0]];
  if (!thresholds) return [];
  const own = { low: toStep(thresholds.low), medium: toStep(thresholds.medium), high: toStep(thresholds.high) };
  return [{ source, classNames, indexes, ceiling, steps: { ...own, floor: Number.POSITIVE_INFINITY } }];
}

/** What evidence says of a sample; its level ends below the step after its ceiling. */
export function scoreEvidence(
  { source, classNames, indexes, ceiling, steps }: Evidence,
  sample: number,
): EvidenceScore {
  const scores = source.scores[sample];
  const own = indexes.map((index) => scores[index]);
  const sum = own.reduce((total, value) => total + value, 0);
  // What the other classes leave is exact where the sum is all but 1.
  const rest =
    indexes.length > 1 ? scores.reduce((total, value, i) => (indexes.includes(i) ? total : total + value), 0) : 1 - sum;
  const logOdds = limit(Math.log(sum) - Math.log(Math.max(rest, 0)));
  return {
    level: Math.min(toLevel(logOdds, steps), riskRank(ceiling) + 0.99),
    probability: Math.min(1, sum),
    className: classNames[own.indexOf(Math.max(...own))],
  };
}

/** Width of a step, in log odds, where its neighbour does not say: below low, and up to one that is never reached. */
const DEFAULT_WIDTH = 1.5;

/** Puts log odds on the scale of risks, on which each class's steps lie at 1 (low), 2, 3 and 4 (floor); 0 at least. */
export function toLevel(logOdds: number, { low, medium, high, floor }: RiskSteps): number {
  const steps = [low - DEFAULT_WIDTH, low, medium, high, floor];
  let level = steps.findLastIndex((step) => logOdds >= step);
  if (level < 0) return 0;
  const from = steps[level];
  // Steps may coincide: then the higher counts.
  const to = steps[level + 1] ?? Number.POSITIVE_INFINITY;
  const width = Number.isFinite(to) ? to - from : 2 * DEFAULT_WIDTH;
  level += Math.min(0.99, (logOdds - from) / width);
  return level;
}
