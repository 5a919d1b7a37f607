import { z } from 'zod';
import { runSchema } from '../../service/index.ts';
import { caughtErrorSchema } from './step-errors.ts';

/** What the functions are called with; everything is parsed at this border. */

export { runSchema as runEventSchema };

export const assembleEventSchema = runSchema.extend({ itemsKey: z.string() });

export const chunkEventSchema = runSchema.extend({ index: z.int().nonnegative() });

export const failEventSchema = runSchema.extend({
  /** The chunk that failed; absent when the whole run did. */
  index: z.int().nonnegative().optional(),
  error: caughtErrorSchema,
});

/** S3's notification of new objects, as far as it is used. Keys come as in the query of a URL. */
export const uploadEventSchema = z.object({
  Records: z.array(
    z.object({
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), size: z.number().optional() }),
      }),
    }),
  ),
});

/** The address of each new object. */
export const uploadedVideosOf = ({ Records }: z.infer<typeof uploadEventSchema>): string[] =>
  Records.map(({ s3 }) => `s3://${s3.bucket.name}/${decodeURIComponent(s3.object.key.replaceAll('+', ' '))}`);
