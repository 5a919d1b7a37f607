import type { z } from 'zod';
import { type Identity, reportSchema } from '../report.ts';

/** All that an analysis judges by, each known by its hash: the same knowledge gives the same answers. */
export const knowledgeSchema = reportSchema.pick({ models: true, heads: true, brandIndex: true, catalogue: true });

export type Knowledge = z.infer<typeof knowledgeSchema>;

/** What a network or head is known by. */
export const identify = ({ name, sha256 }: Identity): Identity => ({ name, sha256 });
