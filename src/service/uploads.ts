import { z } from 'zod';
import { type ObjectStore, ReelsightError } from '../core/index.ts';
import { UPLOADS_PREFIX } from './keys.ts';
import type { FoundVideo, MultipartUploads, VideoLibrary } from './ports.ts';
import { fingerprintStored } from './source.ts';
import type { uploadSessionSchema } from './wire.ts';

/** S3's and Google's limit for one object. */
const MAX_UPLOAD_BYTES = 5 * 2 ** 40;

export const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex');

export const uploadRequestSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(255)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
    .regex(/^[^\u0000-\u001f\u007f/\\]+$/, 'a file name without slashes and control characters')
    .refine((name) => name !== '.' && name !== '..', 'a file name'),
  sizeBytes: z.int().positive().max(MAX_UPLOAD_BYTES),
  fingerprint: fingerprintSchema.describe(
    "The video's fingerprint: the same video under the same name is uploaded once",
  ),
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
  readonly videos: VideoLibrary;
}

/** The fingerprint under which a video was uploaded; null where its address names none. */
const claimedFingerprint = ({ ownKey }: FoundVideo): string | null =>
  new RegExp(`^${UPLOADS_PREFIX}([0-9a-f]{64})/[^/]+$`).exec(ownKey ?? '')?.[1] ?? null;

/**
 * Holds an uploaded video against the fingerprint in its address: the caller said it, and may have said another's. Errors:
 * kind `conflict`.
 */
export function assertIsUploaded(video: FoundVideo, fingerprint: string): void {
  const claimed = claimedFingerprint(video);
  if (claimed !== null && claimed !== fingerprint)
    throw new ReelsightError(
      'conflict',
      `${video.uri} does not hold the video that it was uploaded as: its fingerprint is ${fingerprint}. It is not analysed. ` +
        'Upload it under another name, or have the deployer of the service delete it.',
    );
}

/** Errors: as `assertIsUploaded`. */
async function assertHoldsUpload(video: string, { videos }: UploadContext): Promise<void> {
  const stored = await videos.find(video);
  assertIsUploaded(stored, await fingerprintStored(videos, stored));
}

/** Opens an upload, unless the video is there. Errors: kind `conflict` where another lies in its place. */
export async function beginUpload(
  { name, sizeBytes, fingerprint }: z.infer<typeof uploadRequestSchema>,
  context: UploadContext,
): Promise<z.infer<typeof uploadSessionSchema>> {
  const { store, uploads } = context;
  const key = `${UPLOADS_PREFIX}${fingerprint}/${name}`;
  const video = uploads.addressOf(key);
  for await (const object of store.list(key))
    if (object.key === key) {
      await assertHoldsUpload(video, context);
      return { video, key, uploadId: null, partSizeBytes: 0, partUrls: [] };
    }
  const session = await uploads.begin(key, sizeBytes);
  return { video, key, ...session, partUrls: [...session.partUrls] };
}

/**
 * Joins the parts of an upload. What lies there already stays. Errors: kind `input` when they do not fit; `conflict` when
 * they are not the video that was announced.
 */
export async function completeUpload(
  { key, uploadId, etags }: z.infer<typeof uploadCompletionSchema>,
  context: UploadContext,
): Promise<{ video: string }> {
  const video = await context.uploads.complete(key, uploadId, etags);
  await assertHoldsUpload(video, context);
  return { video };
}
