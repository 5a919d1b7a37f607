import type { Risk } from '../report.ts';
import { EVIDENCE, type Evidence, riskRank } from './garm.ts';

/** A network or head whose classes may be evidence, and what it says of each sample. */
export interface ScoreSource {
  readonly name: string;
  readonly taxonomy: string;
  readonly classes: readonly string[];
  /** Whether the classes exclude each other, so that their probabilities add up. */
  readonly isExclusive: boolean;
  /**
   * Probabilities at which each class reaches a step of risk, by class; null: it is no evidence, because it was found
   * wanting. Where there are none, probabilities stand for themselves.
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

/** A class that speaks for a category in one source. */
export interface Witness {
  readonly source: ScoreSource;
  readonly index: number;
  readonly className: string;
  readonly ceiling: Risk;
  readonly thresholds: RiskThresholds | null;
}

/** The classes of the sources that are evidence for a category; none where nobody can judge it. */
export function findWitnesses(category: string, sources: readonly ScoreSource[]): Witness[] {
  const speaks = ({ taxonomy }: Evidence, source: ScoreSource) => taxonomy === source.taxonomy;
  return EVIDENCE.filter((item) => item.category === category).flatMap((item) =>
    sources
      .filter((source) => speaks(item, source))
      .flatMap((source) => {
        const index = source.classes.indexOf(item.className);
        const thresholds = source.riskThresholds === null ? null : source.riskThresholds[index];
        if (index < 0 || thresholds === undefined || (source.riskThresholds !== null && thresholds === null)) return [];
        return [{ source, index, className: item.className, ceiling: item.ceiling, thresholds }];
      }),
  );
}

/** Where the steps of risk lie on the scale that risks are decided on: `RISK_TIERS`' own entries. */
const SCALE = { low: 0.4, medium: 0.55, high: 0.85 };

/** Puts a probability on the scale of risks: each class's thresholds come to lie at the same places. */
export function scaleRisk(probability: number, thresholds: RiskThresholds | null): number {
  if (thresholds === null) return probability;
  const places: readonly (readonly [number, number])[] = [
    [0, 0],
    [thresholds.low, SCALE.low],
    [thresholds.medium, SCALE.medium],
    [thresholds.high, SCALE.high],
    [1, 1],
  ];
  for (let i = places.length - 2; i >= 0; i--) {
    const [from, low] = places[i];
    const [to, high] = places[i + 1];
    if (probability < from) continue;
    return to <= from ? low : low + (high - low) * Math.min(1, (probability - from) / (to - from));
  }
  return 0;
}

/** What the witnesses whose ceiling is at least this say of a sample. */
export function hearWitnesses(
  witnesses: readonly Witness[],
  sample: number,
  ceiling: Risk,
): { readonly onScale: number; readonly probability: number; readonly className: string } {
  let best = { onScale: 0, probability: 0, className: witnesses[0].className };
  const sums = new Map<ScoreSource, { sum: number; most: number; className: string }>();
  for (const { source, index, className, thresholds, ceiling: own } of witnesses) {
    if (riskRank(own) < riskRank(ceiling)) continue;
    const probability = source.scores[sample][index];
    if (source.isExclusive) {
      const known = sums.get(source) ?? { sum: 0, most: -1, className };
      const leads = probability > known.most;
      sums.set(source, {
        sum: known.sum + probability,
        most: leads ? probability : known.most,
        className: leads ? className : known.className,
      });
    } else {
      const onScale = scaleRisk(probability, thresholds);
      if (onScale > best.onScale) best = { onScale, probability, className };
    }
  }
  for (const { sum, className } of sums.values()) {
    const probability = Math.min(1, sum);
    if (probability > best.onScale) best = { onScale: probability, probability, className };
  }
  return best;
}
