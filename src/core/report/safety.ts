import { z } from 'zod';
import { frame, picturedSegmentSchema, seconds, secondsRange, unit } from './basics.ts';

export const verdictSchema = z.enum(['safe', 'review', 'unsafe']);
export const riskSchema = z.enum(['none', 'low', 'medium', 'high', 'floor']);

export const notSeenSchema = z
  .object({
    seconds: seconds.describe('Pictures that could not be decoded'),
    ofSeconds: seconds.describe('The whole length'),
    text: z.string().describe('The reason in words'),
  })
  .describe('Why the verdict cannot be safe though nothing was found: the part that was not seen');

export const sceneSafetySchema = z.object({
  verdict: verdictSchema,
  risk: riskSchema,
  notSeen: notSeenSchema.nullable().describe('null: enough of the scene was seen'),
  reasons: z.array(z.object({ category: z.string(), risk: riskSchema, confidence: unit })),
});

/** What a risk rests on. */
export const safetyBasisSchema = z.object({
  source: z.string().describe('The network or head that says it'),
  sourceKind: z.enum(['network', 'head']),
  samples: frame.describe('Sampled frames in the range'),
  agreeing: frame.describe('Those of them that support the risk, each by itself'),
  pictures: frame.describe('How many different pictures the samples are: a frozen one counts once'),
  seconds: seconds.describe('How long the range is'),
  confidence: unit.describe('Mean of the frames that agree'),
  text: z.string().describe('The same in words'),
});

export const safetyCategorySchema = z.object({
  category: z.string(),
  status: z.enum(['assessed', 'not-assessed']),
  risk: riskSchema.nullable().describe('null when the category was not assessed'),
  verdict: verdictSchema
    .nullable()
    .describe(
      'What the risk means under the policy, `review` at least where too little was seen; null when not assessed',
    ),
  peakConfidence: unit.nullable(),
  notAssessed: z
    .array(z.object(secondsRange))
    .describe('Ranges whose pictures could not be decoded: what they show was not assessed'),
  segments: z.array(
    picturedSegmentSchema.extend({
      risk: riskSchema.describe('In the whole range: where the risk changes, another segment begins'),
      verdict: verdictSchema.describe('What the range means under the policy; one picture alone is never unsafe'),
      evidence: z.string().describe('The class that is the reason, at that frame'),
      basis: safetyBasisSchema,
    }),
  ),
  model: z.string().nullable().describe('The network or head that assessed it'),
  note: z
    .string()
    .nullable()
    .describe(
      'Why it was not assessed, or what to know about how it was: what alone it was judged by, what was not measured',
    ),
});

/** What the verdict over a video rests on: of every category that asks for a look or more, the worst range. */
export const verdictReasonSchema = safetyBasisSchema.extend({
  category: z.string(),
  verdict: verdictSchema,
  risk: riskSchema,
  evidence: z.string().describe('The class that is the reason'),
  ...secondsRange,
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
