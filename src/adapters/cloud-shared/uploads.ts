import pMap from 'p-map';
import type { ReelsightError } from '../../core/index.ts';
import type { MultipartUploads } from '../../service/index.ts';
import { cutUpload } from './upload-parts.ts';

/** How long the signed URL of a part is good. */
export const PART_LINK_SECONDS = 12 * 3600;

/** What a store does for uploads in parts; its errors come as they are. `uploadId` is what callers hold of an upload. */
export interface MultipartStore {
  addressOf(key: string): string;
  initiate(key: string): Promise<string>;
  /** A signed URL for a part. */
  sign(key: string, uploadId: string, partNumber: number): Promise<string>;
  /** Leaves an object that is there as it is. */
  join(key: string, uploadId: string, etags: readonly string[]): Promise<void>;
  drop(key: string, uploadId: string): Promise<void>;
  /** Whether an error of `join` says that an object is there already. */
  isTaken(cause: unknown): boolean;
  /** Whether an error says that there is no such upload: it was joined or dropped, or never began. */
  isOver(cause: unknown): boolean;
  /** Whether the object is what this upload made: an answer that was lost on its way is asked for again. */
  isJoined(key: string, uploadId: string, etags: readonly string[]): Promise<boolean>;
  mapError(cause: unknown, action: string, what: string): ReelsightError;
}

/** Uploads in parts, straight to a store, by signed URLs. `aimParts`, `concurrency`: where signing costs a call each. */
export function createUploads(
  store: MultipartStore,
  { aimParts, concurrency }: { readonly aimParts?: number; readonly concurrency?: number } = {},
): MultipartUploads {
  const { addressOf, mapError } = store;
  return {
    addressOf,
    async begin(key, sizeBytes) {
      const { partSizeBytes, partNumbers } = cutUpload(addressOf(key), sizeBytes, aimParts);
      try {
        const uploadId = await store.initiate(key);
        const sign = (partNumber: number) => store.sign(key, uploadId, partNumber);
        const partUrls = await pMap(partNumbers, sign, { ...(concurrency !== undefined && { concurrency }) });
        return { uploadId, partSizeBytes, partUrls };
      } catch (cause) {
        throw mapError(cause, 'upload', addressOf(key));
      }
    },
    async complete(key, uploadId, etags) {
      try {
        await store.join(key, uploadId, etags).catch((cause: unknown) => {
          // What lies there stays, and the parts go.
          if (store.isTaken(cause)) return store.drop(key, uploadId);
          throw cause;
        });
      } catch (cause) {
        if (!store.isOver(cause) || !(await store.isJoined(key, uploadId, etags).catch(() => false)))
          throw mapError(cause, 'upload', addressOf(key));
      }
      return addressOf(key);
    },
    async abort(key, uploadId) {
      try {
        await store.drop(key, uploadId);
      } catch (cause) {
        if (!store.isOver(cause)) throw mapError(cause, 'abort', addressOf(key));
      }
    },
  };
}
