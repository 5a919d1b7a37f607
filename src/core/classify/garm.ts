import type { Risk } from '../report.ts';

const ADULT = 'Adult & Explicit Sexual Content';
const ARMS = 'Arms & Ammunition';
const CONFLICT = 'Death, Injury or Military Conflict';
const AGGRESSION = 'Hate Speech & Acts of Aggression';
const DRUGS = 'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol';

/**
 * The sensitive-content categories of the Global Alliance for Responsible Media's Brand Safety Floor + Suitability
 * Framework of June 2022 (GARM was suspended in 2024; the names live on in IAB's and the vendors' products). Each with a
 * short id of ours, for policies.
 */
const CATEGORY_IDS: Readonly<Record<string, string>> = {
  [ADULT]: 'adult',
  [ARMS]: 'arms',
  'Crime & Harmful Acts': 'crime',
  [CONFLICT]: 'conflict',
  'Online Piracy': 'piracy',
  [AGGRESSION]: 'aggression',
  'Obscenity and Profanity': 'profanity',
  [DRUGS]: 'drugs-tobacco-alcohol',
  'Spam or Harmful Content': 'spam',
  Terrorism: 'terrorism',
  'Debated Sensitive Social Issues': 'social-issues',
  Misinformation: 'misinformation',
};

export const CATEGORIES: readonly string[] = Object.keys(CATEGORY_IDS);

/** A category by its name or short id; null where there is none. */
export const findCategory = (text: string): string | null =>
  CATEGORIES.find((name) => name === text || CATEGORY_IDS[name] === text) ?? null;

/** What a class of a network or head says about a category. */
export interface Evidence {
  readonly taxonomy: string;
  readonly className: string;
  readonly category: string;
  /** The highest risk that the class alone can stand for, however sure it is. */
  readonly ceiling: Risk;
}

/**
 * Which class is evidence for which category, and how far it goes alone.
 *
 * `Porn` and `Hentai` are depictions of sexual acts, real or drawn, which the framework puts under its floor. nsfwjs
 * describes `Sexy` as provocative but not pornographic, and it fires on beaches and sportswear too, so alone it can ask
 * for a person's look but never condemn. A weapon in the picture may be held up or hunted with: the framework calls
 * gratuitous depiction high. Drink, tobacco and fire are no offence by themselves: a picture of them asks for a look.
 * Smoke is weaker still: chimneys and fog make it too.
 */
export const EVIDENCE: readonly Evidence[] = [
  { taxonomy: 'nsfwjs', className: 'Porn', category: ADULT, ceiling: 'floor' },
  { taxonomy: 'nsfwjs', className: 'Hentai', category: ADULT, ceiling: 'floor' },
  { taxonomy: 'nsfwjs', className: 'Sexy', category: ADULT, ceiling: 'medium' },
  { taxonomy: 'safety', className: 'firearms', category: ARMS, ceiling: 'high' },
  { taxonomy: 'safety', className: 'alcohol', category: DRUGS, ceiling: 'medium' },
  { taxonomy: 'safety', className: 'smoking', category: DRUGS, ceiling: 'medium' },
  { taxonomy: 'safety', className: 'fire', category: CONFLICT, ceiling: 'medium' },
  { taxonomy: 'safety', className: 'smoke', category: CONFLICT, ceiling: 'low' },
  { taxonomy: 'safety', className: 'fighting', category: AGGRESSION, ceiling: 'medium' },
];

/** What of a category pictures were judged for, where that is not all of it. */
export const PARTS_JUDGED: Readonly<Record<string, string>> = {
  [ARMS]: 'Judged by firearms in the picture; other weapons and speech about them are not recognised.',
  [CONFLICT]: 'Judged by fire and smoke in the picture alone; death, injury and war themselves are not recognised.',
  [AGGRESSION]: 'Judged by fighting in the picture alone; hate and speech are not recognised.',
  [DRUGS]: 'Judged by drinks and smoking in the picture; drugs are not recognised.',
};

const RISKS: readonly Risk[] = ['none', 'low', 'medium', 'high', 'floor'];

/** Orders risks: 0 for none to 4 for floor. */
export const riskRank = (risk: Risk): number => RISKS.indexOf(risk);

/** The higher of two risks. */
export const worseRisk = (a: Risk, b: Risk): Risk => (riskRank(a) >= riskRank(b) ? a : b);
