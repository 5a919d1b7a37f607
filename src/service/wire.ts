import { z } from 'zod';
import { reportSchema } from '../core/index.ts';

/** What goes over the wire between the service and its callers: the API answers by these, its client reads by them. */

export const noteSchema = z.object({ code: z.string(), message: z.string() });

export const runSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{32}$/, '32 hex digits'),
  attempt: z.int().positive(),
});

export const failureSchema = z.object({
  kind: z.string(),
  message: z.string(),
  /** The chunks that were lost, when it was they. */
  chunks: z.array(
    z.object({
      index: z.int().nonnegative(),
      startFrame: z.int().nonnegative(),
      endFrame: z.int().nonnegative(),
      message: z.string(),
    }),
  ),
});

/** Where an analysis stands, as callers see it. */
export const analysisStatusSchema = runSchema.extend({
  status: z.enum(['queued', 'measuring', 'assembling', 'succeeded', 'failed', 'cancelled']),
  video: z.string().describe('Address of the video'),
  name: z.string(),
  options: reportSchema.shape.options,
  createdAt: z.iso.datetime().describe('Of the last attempt'),
  finishedAt: z.iso.datetime().nullable(),
  progress: z.object({
    chunksDone: z.int().nonnegative(),
    chunksTotal: z.int().positive().nullable().describe('null until the video has been probed'),
    share: z.number().min(0).max(1),
  }),
  cost: z
    .object({ gbSeconds: z.number().nonnegative(), estimatedUsd: z.number().nonnegative() })
    .describe('Of the functions that have ended so far, including those that failed, over all attempts'),
  error: failureSchema.nullable(),
  notes: z.array(noteSchema),
});

export type AnalysisStatus = z.infer<typeof analysisStatusSchema>;

/** The answer to one who starts an analysis. */
export const startedSchema = runSchema.extend({ status: analysisStatusSchema.shape.status });

export const uploadSessionSchema = z.object({
  video: z.string().describe('The address to give to POST /v1/analyses'),
  key: z.string(),
  uploadId: z.string().nullable().describe('null when the video is there already'),
  partSizeBytes: z.int().nonnegative(),
  partUrls: z.array(z.url()).describe('PUT each part to its URL, without any headers of your own'),
});

export const uploadedSchema = z.object({ video: z.string() });

/** A problem (RFC 9457). */
export const problemShape = {
  type: z.string().describe('about:blank, or what distinguishes this problem from others with its status'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What failed, what was received, what to do'),
  kind: z.string().describe('The kind of error, for programs'),
};
