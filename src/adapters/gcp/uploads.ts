import { randomUUID } from 'node:crypto';
import type { Storage } from '@google-cloud/storage';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { ReelsightError } from '../../core/index.ts';
import type { MultipartUploads } from '../../service/index.ts';
import { createUploads, PART_LINK_SECONDS } from '../cloud-shared/uploads.ts';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { mapGoogleError } from './errors.ts';
import { GoogleApiError } from './google-api.ts';
import { signUrl } from './sign-url.ts';
import { objectPath, requestStorage } from './storage-request.ts';

/**
 * A function has no key: each URL is signed by a call of Google's API (some 50 ms). Two hundred, so many at a time, take
 * less than a second.
 */
const SIGNING = { aimParts: 200, concurrency: 32 };

/** Metadata of the object, by which an upload whose answer was lost is known again. */
const MARK = 'reelsight-upload';

const builder = new XMLBuilder();
const parser = new XMLParser({ parseTagValue: false });

/** Uploads in parts, straight to Cloud Storage, by signed URLs of its XML API. */
export function createGcsUploads({ storage, bucket }: { storage: Storage; bucket: string }): MultipartUploads {
  const addressOf = (key: string): string => formatAddress('gs', { bucket, key });
  const fileOf = (key: string) => storage.bucket(bucket).file(key);

  const store = {
    addressOf,
    async initiate(key: string) {
      const mark = randomUUID();
      const headers = { [`x-goog-meta-${MARK}`]: mark };
      const path = objectPath(bucket, key);
      const { bytes } = await requestStorage(storage, { method: 'POST', path, query: { uploads: '' }, headers });
      const document = parser.parse(Buffer.from(bytes).toString()) as {
        InitiateMultipartUploadResult?: { UploadId?: string };
      };
      const googleId = document.InitiateMultipartUploadResult?.UploadId;
      if (!googleId) throw new ReelsightError('storage', `The store began no upload of ${addressOf(key)}. Try again.`);
      return formatUpload({ mark, googleId });
    },
    sign(key: string, uploadId: string, partNumber: number) {
      const queryParams = { partNumber: String(partNumber), uploadId: parseUpload(uploadId).googleId };
      return signUrl(fileOf(key), { action: 'write', seconds: PART_LINK_SECONDS, queryParams });
    },
    async join(key: string, uploadId: string, etags: readonly string[]) {
      // The XML API joins parts under no condition: of two that pass here at once the later one stays.
      const [isThere] = await fileOf(key).exists();
      if (isThere) throw new Taken();
      const Part = etags.map((ETag, i) => ({ PartNumber: i + 1, ETag }));
      await requestStorage(storage, {
        method: 'POST',
        path: objectPath(bucket, key),
        query: { uploadId: parseUpload(uploadId).googleId },
        headers: { 'Content-Type': 'application/xml' },
        body: builder.build({ CompleteMultipartUpload: { Part } }) as string,
      });
    },
    async drop(key: string, uploadId: string) {
      const query = { uploadId: parseUpload(uploadId).googleId };
      await requestStorage(storage, { method: 'DELETE', path: objectPath(bucket, key), query });
    },
    isTaken: (cause: unknown) => cause instanceof Taken,
    isOver: (cause: unknown) => cause instanceof GoogleApiError && cause.reason === 'NoSuchUpload',
    async isJoined(key: string, uploadId: string) {
      const [{ metadata }] = await fileOf(key).getMetadata();
      return metadata?.[MARK] === parseUpload(uploadId).mark;
    },
    mapError: mapGoogleError,
  };
  return createUploads(store, SIGNING);
}

/** An object lies where the parts were to be joined. */
class Taken extends Error {}

interface Upload {
  readonly mark: string;
  readonly googleId: string;
}

/** What callers hold, so that a complete after a lost answer needs no memory. */
const formatUpload = ({ mark, googleId }: Upload): string => `${mark}.${googleId}`;

function parseUpload(uploadId: string): Upload {
  const [, mark = '', googleId = ''] = /^([0-9a-f-]{36})\.(.+)$/s.exec(uploadId) ?? [];
  return { mark, googleId: googleId || uploadId };
}
