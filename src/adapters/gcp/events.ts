import { z } from 'zod';
import { runSchema, VIDEOS_PREFIX } from '../../service/index.ts';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { caughtErrorSchema } from './step-errors.ts';

/** What the functions are called with; everything is parsed at this border. */

export { runSchema as runEventSchema };

export const assembleEventSchema = runSchema.extend({ itemsKey: z.string() });

/** `position`: of the chunk among the items at that key. */
export const chunkEventSchema = assembleEventSchema.extend({ position: z.int().nonnegative() });

export const failEventSchema = runSchema.extend({
  error: caughtErrorSchema,
  /** Of the chunk that failed; absent when the whole run did. */
  itemsKey: z.string().optional(),
  position: z.int().nonnegative().optional(),
});

/** The data of `google.cloud.storage.object.v1.finalized`, as far as it is used. */
export const uploadEventSchema = z.object({ bucket: z.string(), name: z.string() });

/** The address of a new object; null for one that is not a video: Google tells of every object in the bucket. */
export const uploadedVideoOf = ({ bucket, name }: z.infer<typeof uploadEventSchema>): string | null =>
  name.startsWith(VIDEOS_PREFIX) && !name.endsWith('/') ? formatAddress('gs', { bucket, key: name }) : null;
