import type { Risk } from '../report.ts';

const ADULT = 'Adult & Explicit Sexual Content';

/**
 * The sensitive-content categories of the Global Alliance for Responsible Media's Brand Safety Floor + Suitability
 * Framework of June 2022 (GARM was suspended in 2024; the names live on in IAB's and the vendors' products).
 */
export const CATEGORIES: readonly string[] = [
  ADULT,
  'Arms & Ammunition',
  'Crime & Harmful Acts',
  'Death, Injury or Military Conflict',
  'Online Piracy',
  'Hate Speech & Acts of Aggression',
  'Obscenity and Profanity',
  'Illegal Drugs, Tobacco, e-cigarettes, Vaping, Alcohol',
  'Spam or Harmful Content',
  'Terrorism',
  'Debated Sensitive Social Issues',
  'Misinformation',
];

/** What a model's class says about a category. */
export interface Evidence {
  readonly className: string;
  readonly category: string;
  /** The highest risk that the class alone can stand for, however sure the model is. */
  readonly ceiling: Risk;
}

/**
 * Which class is evidence for which category. `Porn` and `Hentai` are depictions of sexual acts, real or drawn, which
 * the framework puts under its floor. nsfwjs describes `Sexy` as provocative but not pornographic, and it fires on
 * beaches and sportswear too, so alone it can ask for a person's look but never condemn.
 */
export const EVIDENCE: readonly Evidence[] = [
  { className: 'Porn', category: ADULT, ceiling: 'floor' },
  { className: 'Hentai', category: ADULT, ceiling: 'floor' },
  { className: 'Sexy', category: ADULT, ceiling: 'medium' },
];

const RISKS: readonly Risk[] = ['none', 'low', 'medium', 'high', 'floor'];

/** Orders risks: 0 for none to 4 for floor. */
export const riskRank = (risk: Risk): number => RISKS.indexOf(risk);

/** The higher of two risks. */
export const worseRisk = (a: Risk, b: Risk): Risk => (riskRank(a) >= riskRank(b) ? a : b);
