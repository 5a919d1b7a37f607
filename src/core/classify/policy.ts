import { z } from 'zod';
import { ReelsightError } from '../errors.ts';
import type { Policy, Risk, Tolerance, Verdict } from '../report.ts';
import { CATEGORIES, findCategory, riskRank } from './garm.ts';

/** `low` is worth knowing, `medium` a person's look, more is not for brands. */
const STANDARD: Tolerance = { reviewFrom: 'medium', unsafeFrom: 'high' };

/** Policies by name. */
export const POLICIES: Readonly<Record<PolicyName, Policy>> = {
  strict: {
    name: 'strict',
    default: { reviewFrom: 'low', unsafeFrom: 'medium' },
    categories: {},
    notAssessed: 'ignore',
  },
  standard: { name: 'standard', default: STANDARD, categories: {}, notAssessed: 'ignore' },
  lenient: {
    name: 'lenient',
    default: { reviewFrom: 'high', unsafeFrom: 'floor' },
    // A brand that accepts arms and drinks around its advertisement still does not accept this.
    categories: { [CATEGORIES[0]]: STANDARD },
    notAssessed: 'ignore',
  },
};

export type PolicyName = 'strict' | 'standard' | 'lenient';
export const POLICY_NAMES: readonly PolicyName[] = ['strict', 'standard', 'lenient'];

const riskFrom = z.enum(['low', 'medium', 'high', 'floor', 'never']);
const toleranceInputSchema = z
  .strictObject({ reviewFrom: riskFrom, unsafeFrom: riskFrom })
  .partial()
  .describe('From which risk on it is a person’s to look at, and not for the brand');

/** A policy as a brand writes it. What it does not say is as in `standard`. */
export const policyInputSchema = z.strictObject({
  name: z.string().min(1).max(64).default('custom'),
  default: toleranceInputSchema.default({}),
  categories: z
    .record(z.string(), toleranceInputSchema)
    .default({})
    .describe('By name of the category or short id: adult, arms, conflict, drugs-tobacco-alcohol, ...'),
  notAssessed: z
    .enum(['ignore', 'review'])
    .default('ignore')
    .describe('review: a category that was not assessed needs a review'),
});

export type PolicyInput = z.input<typeof policyInputSchema>;

/**
 * Settles a policy: by name, or as a brand wrote it. Errors: kind `input`, naming what is not understood: a category that
 * there is not, or a review that would begin after the verdict is unsafe.
 */
export function resolvePolicy(input: PolicyName | PolicyInput): Policy {
  if (typeof input === 'string') return POLICIES[input];
  const { name, notAssessed, ...asked } = policyInputSchema.parse(input);
  const fallback = settle(asked.default, STANDARD, 'default');
  const categories: Record<string, Tolerance> = {};
  for (const [text, tolerance] of Object.entries(asked.categories)) {
    const category = findCategory(text);
    if (category === null)
      throw new ReelsightError(
        'input',
        `The policy names an unknown category ${JSON.stringify(text)}. Known: ${CATEGORIES.join('; ')}.`,
      );
    categories[category] = settle(tolerance, fallback, text);
  }
  const sorted = CATEGORIES.flatMap((category) =>
    categories[category] ? [[category, categories[category]] as const] : [],
  );
  return { name, default: fallback, categories: Object.fromEntries(sorted), notAssessed };
}

function settle(input: z.infer<typeof toleranceInputSchema>, fallback: Tolerance, where: string): Tolerance {
  const step = (text: z.infer<typeof riskFrom> | undefined, otherwise: Risk | null): Risk | null =>
    text === undefined ? otherwise : text === 'never' ? null : text;
  const tolerance = {
    reviewFrom: step(input.reviewFrom, fallback.reviewFrom),
    unsafeFrom: step(input.unsafeFrom, fallback.unsafeFrom),
  };
  // Who asks for one step alone moves the other along where it would cross it.
  if (rankOf(tolerance.reviewFrom) > rankOf(tolerance.unsafeFrom)) {
    if (input.reviewFrom !== undefined && input.unsafeFrom !== undefined)
      throw new ReelsightError(
        'input',
        `The policy's ${where} asks for a review from ${input.reviewFrom} on and calls unsafe what is ${input.unsafeFrom}: the review must not begin later.`,
      );
    if (input.unsafeFrom === undefined) tolerance.unsafeFrom = tolerance.reviewFrom;
    else tolerance.reviewFrom = tolerance.unsafeFrom;
  }
  return tolerance;
}

const rankOf = (risk: Risk | null): number => (risk === null ? Number.POSITIVE_INFINITY : riskRank(risk));

/**
 * What a risk in a category means under a policy. Only the part of it that is `sustained`, that lasts and that several
 * pictures agree on, can be `unsafe`, however little the brand bears: what one picture shows is a person's to look at.
 */
export function judgeRisk(policy: Policy, category: string, risk: Risk, sustained: Risk): Verdict {
  const { reviewFrom, unsafeFrom } = policy.categories[category] ?? policy.default;
  if (risk === 'none') return 'safe';
  if (sustained !== 'none' && riskRank(sustained) >= rankOf(unsafeFrom)) return 'unsafe';
  return riskRank(risk) >= rankOf(reviewFrom) ? 'review' : 'safe';
}

const VERDICTS: readonly Verdict[] = ['safe', 'review', 'unsafe'];

/** The worse of two verdicts. */
export const worseVerdict = (a: Verdict, b: Verdict): Verdict => (VERDICTS.indexOf(a) >= VERDICTS.indexOf(b) ? a : b);
