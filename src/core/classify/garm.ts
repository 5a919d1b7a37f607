import type { Risk } from '../report.ts';

export const ADULT = 'Adult & Explicit Sexual Content';
export const ARMS = 'Arms & Ammunition';
export const CONFLICT = 'Death, Injury or Military Conflict';
export const AGGRESSION = 'Hate Speech & Acts of Aggression';
export const DRUGS = 'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol';

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

/** What a reader must know of how a category was judged: by what alone, and what nobody has measured of it. */
export const CATEGORY_NOTES: Readonly<Record<string, string>> = {
  [ADULT]: 'How much explicit content is found has not been measured: there is no lawful set of pictures to do so.',
  [ARMS]: 'Judged by firearms in the picture; other weapons and speech about them are not recognised.',
  [CONFLICT]: 'Judged by fire and smoke in the picture alone; death, injury and war themselves are not recognised.',
  [DRUGS]: 'Judged by drinks and smoking in the picture; drugs are not recognised.',
};

const RISKS: readonly Risk[] = ['none', 'low', 'medium', 'high', 'floor'];

/** Orders risks: 0 for none to 4 for floor. */
export const riskRank = (risk: Risk): number => RISKS.indexOf(risk);

/** The higher of two risks. */
export const worseRisk = (a: Risk, b: Risk): Risk => (riskRank(a) >= riskRank(b) ? a : b);
