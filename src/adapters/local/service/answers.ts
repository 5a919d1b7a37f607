import { z } from 'zod';
import * as wire from '../../../service/wire.ts';

/** The service's answers as its client reads them: by the service's own schemas, but a newer service may say more. */

const { preset, sampleFps, sensitivity } = wire.analysisStatusSchema.shape.options.shape;

export const analysisSchema = wire.analysisStatusSchema.loose().extend({
  // What is shown of them. Others come and go with releases.
  options: z.looseObject({ preset, sampleFps, sensitivity: sensitivity.optional() }),
});

export const startedSchema = wire.startedSchema.loose();

/** Where the parts of an upload go: some, or none where the video is there already. */
export const uploadSessionSchema = z.union([
  wire.uploadSessionSchema.extend({
    uploadId: z.string().min(1),
    partSizeBytes: z.int().positive(),
    partUrls: z.array(z.url({ protocol: /^https?$/ })).min(1),
  }),
  wire.uploadSessionSchema.pick({ video: true, key: true }).extend({ uploadId: z.null() }),
]);

export const uploadedSchema = wire.uploadedSchema;

/** A problem as the service tells it, or as a gateway before it does (`message`). */
export const problemSchema = z.object(wire.problemShape).extend({ message: z.string() }).partial();

export type UploadSession = z.infer<typeof uploadSessionSchema>;
export type Started = z.infer<typeof startedSchema>;
export type Analysis = z.infer<typeof analysisSchema>;
