import { z } from 'zod';

/** The service's answers, as far as they are read here; a newer service may say more. */

const count = z.int().nonnegative();
const states = z.enum(['queued', 'measuring', 'assembling', 'succeeded', 'failed', 'cancelled']);

export const uploadTicketSchema = z.union([
  z.object({
    video: z.string(),
    key: z.string(),
    uploadId: z.string().min(1),
    partSizeBytes: z.int().positive(),
    partUrls: z.array(z.url({ protocol: /^https?$/ })).min(1),
  }),
  z.object({ video: z.string(), key: z.string(), uploadId: z.null() }),
]);

export const uploadedSchema = z.object({ video: z.string() });

/** What a command line can be told, so that it may stand in one that is shown. */
const id = z.string().regex(/^[0-9a-f]{32}$/);

export const startedSchema = z.looseObject({ id, status: states, attempt: z.int().positive() });

export const analysisSchema = z.looseObject({
  id,
  status: states,
  attempt: z.int().positive(),
  video: z.string(),
  name: z.string(),
  options: z.looseObject({ preset: z.string(), sampleFps: z.number(), sensitivity: z.number().optional() }),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  progress: z.object({ chunksDone: count, chunksTotal: count.nullable(), share: z.number().min(0).max(1) }),
  cost: z.object({ gbSeconds: z.number(), estimatedUsd: z.number() }),
  error: z
    .object({
      kind: z.string(),
      message: z.string(),
      chunks: z.array(z.object({ index: count, startFrame: count, endFrame: count, message: z.string() })),
    })
    .nullable(),
  notes: z.array(z.object({ code: z.string(), message: z.string() })),
});

/** A problem as the service tells it, or as a gateway before it does (`message`). */
export const problemSchema = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
  kind: z.string().optional(),
});

export type UploadTicket = z.infer<typeof uploadTicketSchema>;
export type Started = z.infer<typeof startedSchema>;
export type Analysis = z.infer<typeof analysisSchema>;
