import type { Storage } from '@google-cloud/storage';
import { ReelsightError } from '../../core/index.ts';
import type { CloudStore } from '../../service/index.ts';
import { contentTypeOf } from '../cloud-shared/content-type.ts';
import { isIntermediate } from '../cloud-shared/intermediate.ts';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { readErrorFacts } from './error-facts.ts';
import { mapGoogleError } from './errors.ts';
import { checksumOf, insertObject } from './insert-object.ts';
import { signUrl } from './sign-url.ts';
import { objectPath, requestStorage, type StorageAnswer } from './storage-request.ts';

const LINK_SECONDS = 15 * 60;

/** The bucket as an object store. A put is whole or absent, because Cloud Storage's is. */
export function createGcsStore({ storage, bucket }: { storage: Storage; bucket: string }): CloudStore {
  const addressOf = (key: string): string => formatAddress('gs', { bucket, key });

  const write = async (key: string, bytes: Uint8Array, condition: { ifGenerationMatch?: number } = {}) => {
    const object = { bucket, key, bytes, contentType: contentTypeOf(key), ...condition };
    try {
      // The bucket lets it go some days after its custom time (`daysSinceCustomTime`): objects have no tags.
      await insertObject(storage, { ...object, ...(isIntermediate(key) && { customTime: new Date() }) });
    } catch (cause) {
      throw readErrorFacts(cause).status === 404 ? noBucket('write', addressOf(key)) : cause;
    }
  };

  return {
    async put(key, bytes) {
      try {
        await write(key, bytes);
      } catch (cause) {
        throw mapGoogleError(cause, 'write', addressOf(key));
      }
    },
    async create(key, bytes) {
      try {
        await write(key, bytes, { ifGenerationMatch: 0 });
        return true;
      } catch (cause) {
        if (readErrorFacts(cause).status === 412) return false;
        throw mapGoogleError(cause, 'write', addressOf(key));
      }
    },
    async get(key) {
      try {
        const answer = await requestStorage(storage, { method: 'GET', path: objectPath(bucket, key) });
        assertComplete(answer, addressOf(key));
        return answer.bytes;
      } catch (cause) {
        throw mapGoogleError(cause, 'read', addressOf(key));
      }
    },
    async *list(prefix) {
      const what = `${addressOf(prefix)}*`;
      try {
        for (let pageToken: string | undefined; ; ) {
          const query = { prefix, autoPaginate: false, fields: 'items(name,size),nextPageToken' };
          const [items, next] = await storage.bucket(bucket).getFiles({ ...query, ...(pageToken && { pageToken }) });
          // Where fields are chosen, the client gives the items as they come.
          for (const { name, size } of items as unknown as { name: string; size: string }[])
            yield { key: name, sizeBytes: Number(size) };
          pageToken = (next as { pageToken?: string } | null)?.pageToken;
          if (!pageToken) return;
        }
      } catch (cause) {
        throw readErrorFacts(cause).status === 404 ? noBucket('list', what) : mapGoogleError(cause, 'list', what);
      }
    },
    async link(key) {
      try {
        return await signUrl(storage.bucket(bucket).file(key), { action: 'read', seconds: LINK_SECONDS });
      } catch (cause) {
        throw mapGoogleError(cause, 'sign a link to', addressOf(key));
      }
    },
  };
}

/** Writing and listing need no object: what is missing is the bucket, which the answer does not tell. */
const noBucket = (action: string, what: string): ReelsightError =>
  new ReelsightError(
    'environment',
    `Cannot ${action} ${what}: there is no such bucket. Check its name, or deploy the stack.`,
  );

function assertComplete({ headers, bytes }: StorageAnswer, what: string): void {
  const expected = /crc32c=([^,\s]+)/.exec(headers['x-goog-hash'] ?? '')?.[1];
  if (expected && checksumOf(bytes) !== expected)
    throw new ReelsightError('storage', `Cannot read ${what}: it was damaged on its way. Try again.`, {
      retryable: true,
    });
}
