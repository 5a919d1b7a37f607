import { randomUUID } from 'node:crypto';
import type { Storage } from '@google-cloud/storage';
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import pMap from 'p-map';
import { ReelsightError } from '../../core/index.ts';
import type { UploadDesk } from '../../service/index.ts';
import { cutUpload } from '../cloud-shared/upload-parts.ts';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { mapGoogleError } from './errors.ts';
import { GoogleApiError } from './google-api.ts';
import { signUrl } from './sign-url.ts';
import { objectPath, requestStorage } from './storage-request.ts';

const LINK_SECONDS = 12 * 3600;

/**
 * A function has no key: each URL is signed by a call of Google's API (some 50 ms). Two hundred, so many at a time, take
 * less than a second.
 */
const AIM_PARTS = 200;
const SIGN_CONCURRENCY = 32;

/** Metadata of the object, by which an upload whose answer was lost is known again. */
const MARK = 'reelsight-upload';

const builder = new XMLBuilder();
const parser = new XMLParser({ parseTagValue: false });

/** Uploads in parts, straight to Cloud Storage, by signed URLs of its XML API. */
export function createGcsUploads({ storage, bucket }: { storage: Storage; bucket: string }): UploadDesk {
  const addressOf = (key: string): string => formatAddress('gs', { bucket, key });

  async function initiate(key: string): Promise<Upload> {
    const mark = randomUUID();
    const headers = { [`x-goog-meta-${MARK}`]: mark };
    const path = objectPath(bucket, key);
    const { bytes } = await requestStorage(storage, { method: 'POST', path, query: { uploads: '' }, headers });
    const document = parser.parse(Buffer.from(bytes).toString()) as {
      InitiateMultipartUploadResult?: { UploadId?: string };
    };
    const googleId = document.InitiateMultipartUploadResult?.UploadId;
    if (!googleId) throw new ReelsightError('storage', `The store began no upload of ${addressOf(key)}. Try again.`);
    return { mark, googleId };
  }

  /** Whether the object is what this upload made: an answer that was lost on its way is asked for again. */
  async function isJoined(key: string, { mark }: Upload): Promise<boolean> {
    const [{ metadata }] = await storage.bucket(bucket).file(key).getMetadata();
    return metadata?.[MARK] === mark;
  }

  return {
    addressOf,
    async begin(key, sizeBytes) {
      const { partSizeBytes, partNumbers } = cutUpload(addressOf(key), sizeBytes, AIM_PARTS);
      try {
        const upload = await initiate(key);
        const file = storage.bucket(bucket).file(key);
        const sign = (partNumber: number) => {
          const queryParams = { partNumber: String(partNumber), uploadId: upload.googleId };
          return signUrl(file, { action: 'write', seconds: LINK_SECONDS, queryParams });
        };
        const partUrls = await pMap(partNumbers, sign, { concurrency: SIGN_CONCURRENCY });
        return { uploadId: formatUpload(upload), partSizeBytes, partUrls };
      } catch (cause) {
        throw mapGoogleError(cause, 'upload', addressOf(key));
      }
    },
    async complete(key, uploadId, etags) {
      const upload = parseUpload(uploadId);
      const Part = etags.map((ETag, i) => ({ PartNumber: i + 1, ETag }));
      const body = builder.build({ CompleteMultipartUpload: { Part } }) as string;
      try {
        await requestStorage(storage, {
          method: 'POST',
          path: objectPath(bucket, key),
          query: { uploadId: upload.googleId },
          headers: { 'Content-Type': 'application/xml' },
          body,
        });
      } catch (cause) {
        if (!isOver(cause) || !(await isJoined(key, upload).catch(() => false)))
          throw mapGoogleError(cause, 'upload', addressOf(key));
      }
      return addressOf(key);
    },
    async abort(key, uploadId) {
      const { googleId } = parseUpload(uploadId);
      try {
        await requestStorage(storage, {
          method: 'DELETE',
          path: objectPath(bucket, key),
          query: { uploadId: googleId },
        });
      } catch (cause) {
        if (!isOver(cause)) throw mapGoogleError(cause, 'abort', addressOf(key));
      }
    },
  };
}

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

const isOver = (cause: unknown): boolean => cause instanceof GoogleApiError && cause.reason === 'NoSuchUpload';
