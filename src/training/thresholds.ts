import type { Answers } from './targets.ts';

/** How a class's probabilities fell out on pictures that the classifier had not seen. */
export interface ClassAnswers {
  /** From the most likely picture on. */
  readonly probabilities: readonly number[];
  readonly labels: readonly boolean[];
}

/** Answers for a class of the pictures of which it is known whether they show it. */
export function answersOf({ probabilities, targets }: Answers, c: number): ClassAnswers {
  const { classCount, rows } = targets;
  const known = [...Array(rows).keys()]
    .filter((row) => targets.weights[row * classCount + c] > 0)
    .map((row) => ({
      row,
      probability: probabilities[row * classCount + c],
      label: targets.labels[row * classCount + c] === 1,
    }))
    .sort((a, b) => b.probability - a.probability || a.row - b.row);
  return { probabilities: known.map(({ probability }) => probability), labels: known.map(({ label }) => label) };
}

/** The fewest pictures that a share is told of. */
const MIN_SAID = 5;

export interface Threshold {
  readonly value: number;
  /** Whether the wanted precision was reached. */
  readonly reached: boolean;
}

/**
 * The least probability from which on at least `precision` of the pictures that a class is said of are right. `caution`
 * is the number of standard deviations by which a share of few pictures is taken for less than it is (Wilson's interval);
 * 0 takes it as it is. Where no probability does, the one with the best bound. Never below half of `precision`: many sure
 * answers must not carry unsure ones.
 */
export function findThreshold({ probabilities, labels }: ClassAnswers, precision: number, caution: number): Threshold {
  let right = 0;
  let found: number | null = null;
  let best = { bound: -1, value: 1 };
  for (let i = 0; i < probabilities.length; i++) {
    if (labels[i]) right += 1;
    // Pictures of one probability are said together.
    if (probabilities[i + 1] === probabilities[i]) continue;
    const said = i + 1;
    const value = between(probabilities[i], probabilities[i + 1] ?? 0);
    if (said >= MIN_SAID && wilsonBound(right, said, caution) >= precision) found = value;
    const bound = wilsonBound(right, said, 1);
    if (bound > best.bound) best = { bound, value };
  }
  const value = Math.max(found ?? best.value, precision / 2);
  return { value, reached: found !== null };
}

/** The lower end of Wilson's interval for a share (Wilson, JASA 1927). */
export function wilsonBound(right: number, of: number, deviations: number): number {
  const share = right / of;
  const squared = deviations ** 2 / of;
  return (share + squared / 2 - deviations * Math.sqrt((share * (1 - share) + squared / 4) / of)) / (1 + squared);
}

/** A number with few digits, above `low` and at most `high`. */
function between(high: number, low: number): number {
  const middle = Number(((high + low) / 2).toFixed(4));
  return middle > low && middle <= high ? middle : high;
}

/**
 * Shares of right ones from which on a class that is evidence of a risk makes it low, medium, high, and the least
 * probabilities of the steps.
 */
const RISK_STEPS = {
  low: { precision: 0.5, least: 0.3 },
  medium: { precision: 0.75, least: 0.5 },
  high: { precision: 0.9, least: 0.8 },
} as const;
const RISK_CAUTION = 1;

/**
 * Steps that were never reached lie at 1, which no probability reaches. A step never lies below the least that is given
 * for it: pictures that are easily told apart allow lower ones, and those of the next video are not so easy.
 */
export function findRiskSteps(answers: ClassAnswers): { low: number; medium: number; high: number } {
  const at = ({ precision, least }: (typeof RISK_STEPS)[keyof typeof RISK_STEPS]): number => {
    const { value, reached } = findThreshold(answers, precision, RISK_CAUTION);
    return reached ? Math.max(value, least) : 1;
  };
  const low = at(RISK_STEPS.low);
  const medium = Math.max(low, at(RISK_STEPS.medium));
  return { low, medium, high: Math.max(medium, at(RISK_STEPS.high)) };
}
