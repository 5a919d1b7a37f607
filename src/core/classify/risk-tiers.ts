import type { Risk } from '../report.ts';

/** When a run of samples reaches a risk. */
export interface RiskTier {
  readonly risk: Risk;
  /** A run begins at this level of agreement... */
  readonly enter: number;
  /** ...and goes on down to this one, so levels that waver around a step make one run. */
  readonly leave: number;
  /** A shorter run does not reach the tier. */
  readonly minSeconds: number;
  /** Different pictures: a frozen one counts once. */
  readonly minPictures: number;
}

/**
 * From the worst down. Levels are those of `scoreEvidence`, agreed on (`agreeLevels`). What condemns under every policy
 * rests on time and on several pictures; asking for a person's look does not.
 */
export const RISK_TIERS: readonly RiskTier[] = [
  { risk: 'floor', enter: 4, leave: 3.5, minSeconds: 3, minPictures: 4 },
  { risk: 'high', enter: 3, leave: 2.5, minSeconds: 1.5, minPictures: 3 },
  { risk: 'medium', enter: 2, leave: 1.6, minSeconds: 0.5, minPictures: 1 },
  { risk: 'low', enter: 1, leave: 0.6, minSeconds: 0, minPictures: 1 },
];

/** What a run must last, and how many different pictures must agree in it, before a verdict may be `unsafe`. */
export const SUSTAINED = { minSeconds: 1.5, minPictures: 3 } as const;

/** Runs of one tier closer than this count as one: a cut-away does not end what is being shown. */
const MERGE_SECONDS = 2;

/** Samples in a row, half open. */
interface SampleRun {
  readonly first: number;
  readonly end: number;
}

/** What samples are of: how long they last, and how many different pictures they are. */
export interface SampleMeasure {
  seconds(first: number, end: number): number;
  pictures(first: number, end: number): number;
}

/** A run, or several with short cut-aways between them that are counted together. */
export interface JoinedRuns {
  readonly runs: readonly SampleRun[];
  /** Of the runs alone, without what lies between them. */
  readonly seconds: number;
  readonly pictures: number;
}

/** The runs of samples that reach a tier, in order. A cut-away between two runs is not part of either. */
export function findRuns(levels: readonly number[], tier: RiskTier, measure: SampleMeasure): JoinedRuns[] {
  const groups: SampleRun[][] = [];
  for (let i = 0; i < levels.length; i++) {
    if (levels[i] < tier.enter) continue;
    let first = i;
    while (first > 0 && levels[first - 1] >= tier.leave) first--;
    while (i + 1 < levels.length && levels[i + 1] >= tier.leave) i++;
    const run = { first, end: i + 1 };
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && measure.seconds(last.end, first) < MERGE_SECONDS) group.push(run);
    else groups.push([run]);
  }
  return groups
    .map((runs) => ({
      runs,
      seconds: sum(runs.map(({ first, end }) => measure.seconds(first, end))),
      pictures: sum(runs.map(({ first, end }) => measure.pictures(first, end))),
    }))
    .filter((joined) => reaches(joined, tier));
}

/** Whether runs last long enough and show enough different pictures. */
export const reaches = (
  { seconds, pictures }: Pick<JoinedRuns, 'seconds' | 'pictures'>,
  { minSeconds, minPictures }: { readonly minSeconds: number; readonly minPictures: number },
): boolean => pictures >= minPictures && seconds >= minSeconds - 1e-6;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
