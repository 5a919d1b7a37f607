import { z } from 'zod';
import { analysisInputsSchema, type ObjectStore, planSchema, ReelsightError, reportSchema } from '../core/index.ts';
import { failureSchema, noteSchema, runSchema } from './wire.ts';

/** The documents that the service keeps of an analysis; each is read through its schema. */

const time = z.iso.datetime();

/** What was asked for, by the last run. */
export const requestSchema = runSchema.extend({
  video: z.object({
    uri: z.string(),
    name: z.string(),
    sizeBytes: z.int().nonnegative(),
    version: z.string(),
    fingerprint: z.string(),
  }),
  options: reportSchema.shape.options,
  ...analysisInputsSchema.shape,
  createdAt: time,
  /** The run was cancelled: its workers, which may read little else, hear of it here. */
  isCancelled: z.boolean().default(false),
});

/** How the last run goes about it. */
export const runRecordSchema = runSchema.extend({
  plannedAt: time,
  concurrency: z.int().positive(),
  notes: z.array(noteSchema),
});

/** What an order names: one for each chunk to measure. Written once a run. */
export const chunkItemsSchema = z.array(runSchema.extend({ index: z.int().nonnegative() }));

/** How a run ended: written once, by the first that ends it. Without it the run goes on, or ended without a word. */
export const statusRecordSchema = runSchema.extend({
  status: z.enum(['succeeded', 'failed', 'cancelled']),
  error: failureSchema.nullable(),
  finishedAt: time,
});

/** What one call of a step is billed for, whether it ended well or not. */
export const stepUsageSchema = z.object({
  step: z.string(),
  attempt: z.int().positive(),
  wallMs: z.number().nonnegative(),
  cpuMs: z.number().nonnegative(),
  gbSeconds: z.number().nonnegative(),
  failed: z.boolean(),
});

export type AnalysisRequest = z.infer<typeof requestSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;
export type Failure = z.infer<typeof failureSchema>;
export type StatusRecord = z.infer<typeof statusRecordSchema>;
export type StepUsage = z.infer<typeof stepUsageSchema>;

/** A plan, and why it takes the whole video as one chunk when its chunks did not join. */
export const storedPlanSchema = planSchema.extend({ fault: z.string().nullable() });
export type StoredPlan = z.infer<typeof storedPlanSchema>;

/** Reads a document. Errors: kind `not-found`, or `storage` when it is not what it should be. */
export async function readDocument<T>(store: Pick<ObjectStore, 'get'>, key: string, schema: z.ZodType<T>): Promise<T> {
  const bytes = await store.get(key);
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new ReelsightError(
      'storage',
      `The document ${key} is damaged, or of another version of Reelsight. Start the analysis again.`,
      { cause },
    );
  }
}

/** Reads a document that need not be there. */
export async function findDocument<T>(
  store: Pick<ObjectStore, 'get'>,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  try {
    return await readDocument(store, key, schema);
  } catch (error) {
    if (error instanceof ReelsightError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** Writes a document only where there is none; says whether it did. */
export const createDocument = (store: Pick<ObjectStore, 'create'>, key: string, value: unknown): Promise<boolean> =>
  store.create(key, Buffer.from(JSON.stringify(value)));

export const writeDocument = (store: Pick<ObjectStore, 'put'>, key: string, value: unknown): Promise<void> =>
  store.put(key, Buffer.from(JSON.stringify(value)));
