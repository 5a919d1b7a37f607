import { z } from 'zod';
import type { ObjectStore } from '../core/index.ts';
import { UPLOADS_PREFIX } from './keys.ts';
import type { MultipartUploads } from './ports.ts';
import type { uploadSessionSchema } from './wire.ts';

/** S3's and Google's limit for one object. */
const MAX_UPLOAD_BYTES = 5 * 2 ** 40;

export const uploadRequestSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(255)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
    .regex(/^[^\u0000-\u001f\u007f/\\]+$/, 'a file name without slashes and control characters')
    .refine((name) => name !== '.' && name !== '..', 'a file name'),
  sizeBytes: z.int().positive().max(MAX_UPLOAD_BYTES),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex')
    .describe("The video's fingerprint: the same video under the same name is uploaded once"),
});

const uploadKeySchema = z
  .string()
  .regex(new RegExp(`^${UPLOADS_PREFIX}[0-9a-f]{64}/(?!\\.{1,2}$)[^/]+$`), 'a key that POST /v1/uploads has given');

export const uploadCompletionSchema = z.strictObject({
  key: uploadKeySchema,
  uploadId: z.string().min(1),
  etags: z.array(z.string().min(1)).min(1).max(10_000).describe("The parts' ETags in order"),
});

export const uploadAbortionSchema = z.strictObject({ key: uploadKeySchema, uploadId: z.string().min(1) });

export interface UploadContext {
  readonly store: Pick<ObjectStore, 'list'>;
  readonly uploads: MultipartUploads;
}

/** Opens an upload, unless the video is there. */
export async function beginUpload(
  { name, sizeBytes, fingerprint }: z.infer<typeof uploadRequestSchema>,
  { store, uploads }: UploadContext,
): Promise<z.infer<typeof uploadSessionSchema>> {
  const key = `${UPLOADS_PREFIX}${fingerprint}/${name}`;
  const video = uploads.addressOf(key);
  for await (const object of store.list(key))
    if (object.key === key && object.sizeBytes === sizeBytes)
      return { video, key, uploadId: null, partSizeBytes: 0, partUrls: [] };
  const session = await uploads.begin(key, sizeBytes);
  return { video, key, ...session, partUrls: [...session.partUrls] };
}

/** Joins the parts of an upload. Errors: kind `input` when they do not fit. */
export async function completeUpload(
  { key, uploadId, etags }: z.infer<typeof uploadCompletionSchema>,
  { uploads }: UploadContext,
): Promise<{ video: string }> {
  return { video: await uploads.complete(key, uploadId, etags) };
}
