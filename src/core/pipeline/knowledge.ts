import type { z } from 'zod';
import { reportSchema } from '../report.ts';

/** All that an analysis judges by, each known by its hash: the same knowledge gives the same answers. */
export const knowledgeSchema = reportSchema.pick({ models: true, heads: true, brandIndex: true, catalogue: true });

export type Knowledge = z.infer<typeof knowledgeSchema>;
