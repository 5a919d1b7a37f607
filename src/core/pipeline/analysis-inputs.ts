import type { z } from 'zod';
import { type Identity, reportSchema } from '../report.ts';

/** All that an analysis judges by, each known by its hash: the same inputs give the same answers. */
export const analysisInputsSchema = reportSchema.pick({ models: true, heads: true, brandIndex: true, catalogue: true });

export type AnalysisInputs = z.infer<typeof analysisInputsSchema>;

/** What a network or head is known by. */
export const toReference = ({ name, sha256 }: Identity): Identity => ({ name, sha256 });
