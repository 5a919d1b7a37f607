import { z } from 'zod';
import { ReelsightError, type Report, reportSchema } from '../core/index.ts';

/** The four answers: each a part of the report, for callers who want no more than that. */

const shape = reportSchema.shape;
const head = { id: shape.id, video: shape.video };

/** What was not assessed is said to be so: an empty list alone would read as "none found". */
const coverage = z.object({
  status: z.enum(['assessed', 'not-assessed']),
  items: z.int().nonnegative().nullable().describe('Brands or products that were searched for; null: not assessed'),
  reason: z.string().nullable().describe('Why it was not assessed; null where it was'),
});

/** Whether it was assessed, and for how many. */
const describeCoverage = (index: Report['brandIndex'], reason: string): z.infer<typeof coverage> =>
  index === null
    ? { status: 'not-assessed', items: null, reason: `${reason}: an empty list does not mean that there are none.` }
    : { status: 'assessed', items: index.items, reason: null };

const BREAK_WARNINGS: ReadonlySet<string> = new Set(['no-breaks', 'fewer-breaks']);

export const ANSWERS = {
  'brand-safety': {
    summary:
      'Is this safe for an advertiser: policy, risk by category and by scene with its frames, and what was not judged',
    schema: z.object({
      ...head,
      policy: shape.options.shape.policy,
      ...shape.brandSafety.shape,
      scenes: z.array(shape.scenes.element.pick({ index: true, startSeconds: true, endSeconds: true, safety: true })),
    }),
    pick: ({ id, video, options, brandSafety, scenes }: Report) => ({
      id,
      video,
      policy: options.policy,
      ...brandSafety,
      scenes: scenes.map(({ index, startSeconds, endSeconds, safety }) => ({
        index,
        startSeconds,
        endSeconds,
        safety,
      })),
    }),
  },
  'story-breaks': {
    summary: 'Where an advertisement may go: moments between scenes, ranked, with reasons',
    schema: z.object({
      ...head,
      storyBreaks: shape.storyBreaks,
      warnings: shape.warnings.describe('Why there is none (no-breaks), or fewer than were asked for (fewer-breaks)'),
    }),
    pick: ({ id, video, storyBreaks, warnings }: Report) => ({
      id,
      video,
      storyBreaks,
      warnings: warnings.filter(({ code }) => BREAK_WARNINGS.has(code)),
    }),
  },
  content: {
    summary: 'What it shows: labels by frame, shot, scene and video, cues, and brands with where they were seen',
    schema: z.object({
      ...head,
      frames: shape.frames,
      shots: shape.shots,
      scenes: shape.scenes,
      labels: shape.labels,
      cues: shape.cues,
      brands: shape.brands,
      brandCoverage: coverage,
    }),
    pick: ({ id, video, frames, shots, scenes, labels, cues, brands, brandIndex }: Report) => ({
      id,
      video,
      frames,
      shots,
      scenes,
      labels,
      cues,
      brands,
      brandCoverage: describeCoverage(brandIndex, 'No index of brands was part of this analysis'),
    }),
  },
  'product-listings': {
    summary: "Which products of the user's own catalogue appear, and when",
    schema: z.object({ ...head, productListings: shape.productListings, coverage }),
    pick: ({ id, video, productListings, catalogue }: Report) => ({
      id,
      video,
      productListings,
      coverage: describeCoverage(catalogue, 'No catalogue of products was part of this analysis'),
    }),
  },
} as const;

export type AnswerName = keyof typeof ANSWERS;
export const ANSWER_NAMES = Object.keys(ANSWERS) as readonly AnswerName[];

/** Reads a report as the service wrote it. Errors: kind `internal` when it breaks its schema. */
export function parseReport(bytes: Uint8Array): Report {
  const result = reportSchema.safeParse(JSON.parse(Buffer.from(bytes).toString()));
  if (result.success) return result.data;
  throw new ReelsightError('internal', 'The report is damaged, or of another version. Start the analysis again.', {
    cause: result.error,
  });
}
