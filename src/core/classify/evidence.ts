import type { Risk } from '../report.ts';
import { ADULT, AGGRESSION, ARMS, CONFLICT, DRUGS } from './garm.ts';

/** Log odds (natural logarithm) at which a class that is evidence reaches each risk; infinite: never. They rise. */
export interface RiskSteps {
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly floor: number;
}

/** What classes of a network or head say about a category. */
export interface EvidenceRule {
  readonly taxonomy: string;
  /** Where several are named, their probabilities add up: they are names for one thing. */
  readonly classNames: readonly string[];
  readonly category: string;
  /** The highest risk that the classes can stand for, however sure they are. */
  readonly ceiling: Risk;
  /** null: the head's file has them. */
  readonly steps: RiskSteps | null;
}

/**
 * The network inside nsfwjs is sure and wrong too often to be believed by its probabilities: of 2,165 samples of 30
 * harmless films 7 % say 0.8 and more, 2 % 0.94 and more, and the surest 0.993 (log odds 5.0). So steps lie in log odds,
 * beyond what harmless shots agree on: of 518 shots 5 % agree on 1.6 and more, 1 % on 3.2, one on 4.1. Above 1.6 the
 * share falls by a factor of e with each 0.9, which leaves 0.3 % at medium and under 0.1 % at high, where time and several
 * pictures are asked for too. The same rule with its constants from other films left 2 of 518 shots at medium. What the
 * steps miss cannot be measured lawfully here.
 */
const EXPLICIT_STEPS: RiskSteps = { low: 3, medium: 4.25, high: 5.5, floor: 6.5 };
/** With `Sexy` the sum of harmless shots reaches further: 5 % agree on 1.7 and more, a factor of e with each 1.0, one on 4.6. */
const SUGGESTIVE_STEPS: RiskSteps = {
  low: 3.5,
  medium: 5,
  high: Number.POSITIVE_INFINITY,
  floor: Number.POSITIVE_INFINITY,
};

/**
 * Which classes are evidence for which category, and how far they go.
 *
 * `Porn` and `Hentai` are depictions of sexual acts, real or drawn, which the framework puts under its floor. nsfwjs
 * describes `Sexy` as provocative but not pornographic, and it fires on beaches and sportswear too, so with it the sum can
 * ask for a person's look but never condemn. A weapon in the picture may be held up or hunted with: the framework calls
 * gratuitous depiction high. Drink, tobacco and fire are not an offence by themselves: a picture of them asks for a
 * look. Smoke is weaker still: chimneys and fog make it too.
 */
export const EVIDENCE: readonly EvidenceRule[] = [
  { taxonomy: 'nsfwjs', classNames: ['Porn', 'Hentai'], category: ADULT, ceiling: 'floor', steps: EXPLICIT_STEPS },
  {
    taxonomy: 'nsfwjs',
    classNames: ['Porn', 'Hentai', 'Sexy'],
    category: ADULT,
    ceiling: 'medium',
    steps: SUGGESTIVE_STEPS,
  },
  { taxonomy: 'safety', classNames: ['firearms'], category: ARMS, ceiling: 'high', steps: null },
  { taxonomy: 'safety', classNames: ['alcohol'], category: DRUGS, ceiling: 'medium', steps: null },
  { taxonomy: 'safety', classNames: ['smoking'], category: DRUGS, ceiling: 'medium', steps: null },
  { taxonomy: 'safety', classNames: ['fire'], category: CONFLICT, ceiling: 'medium', steps: null },
  { taxonomy: 'safety', classNames: ['smoke'], category: CONFLICT, ceiling: 'low', steps: null },
];

/**
 * Classes of the shipped heads that are told from others too unsurely: evidence of nothing, and no labels; a category says
 * that it is not assessed for this reason. Held out by clip, less than eight in ten of the answers about fighting are right.
 */
export const UNSURE_CLASSES = [{ taxonomy: 'safety', classNames: ['fighting'], category: AGGRESSION }] as const;

/** Whether a class is told from others too unsurely to be believed. */
export const isTooUnsure = (taxonomy: string, className: string): boolean =>
  UNSURE_CLASSES.some((unsure) => unsure.taxonomy === taxonomy && unsure.classNames.some((name) => name === className));
