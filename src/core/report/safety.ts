import { z } from 'zod';
import { picturedSegmentSchema, unit } from './basics.ts';

export const verdictSchema = z.enum(['safe', 'review', 'unsafe']);
export const riskSchema = z.enum(['none', 'low', 'medium', 'high', 'floor']);

export const sceneSafetySchema = z.object({
  verdict: verdictSchema,
  risk: riskSchema,
  reasons: z.array(z.object({ category: z.string(), risk: riskSchema, confidence: unit })),
});

export const safetyCategorySchema = z.object({
  category: z.string(),
  status: z.enum(['assessed', 'not-assessed']),
  risk: riskSchema.nullable().describe('null when nobody judged the category'),
  verdict: verdictSchema.nullable().describe('What the risk means under the policy; null when nobody judged it'),
  peakConfidence: unit.nullable(),
  segments: z.array(
    picturedSegmentSchema.extend({
      risk: riskSchema.describe('The highest in the range'),
      evidence: z.string().describe('The class that is the reason, at that frame'),
    }),
  ),
  model: z.string().nullable().describe('The network or head that judged it'),
  note: z.string().nullable().describe('Why nobody judged it, or what of the category was judged; null: all of it'),
});

/** From which risk on a category is a person's to look at, and no longer for brands; null: never. */
export const toleranceSchema = z.strictObject({ reviewFrom: riskSchema.nullable(), unsafeFrom: riskSchema.nullable() });

export const policySchema = z
  .strictObject({
    name: z.string().min(1).max(64),
    default: toleranceSchema.describe('For categories that are not named'),
    categories: z.record(z.string(), toleranceSchema),
    notAssessed: z
      .enum(['ignore', 'review'])
      .describe('review: the verdict is `review` at least where any category was not assessed'),
  })
  .describe('How much risk of which category a brand bears');
