import { rm } from 'node:fs/promises';
import type { ObjectRecord } from '../../local-shared/object-store/records.ts';
import { assertBucket, assertGeneration, type ObjectDetails, type OperationContext } from './operation.ts';
import { type Received, toBase64 } from './received-body.ts';
import type { StoreRequest } from './request.ts';

export interface NewObject extends Partial<Pick<ObjectDetails, 'customTime' | 'metadata'>> {
  readonly contentType: string | undefined;
  /** Joined of parts: has no MD5. */
  readonly isJoined?: boolean;
}

const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/** Receives bytes and makes them the object that the request names, unless its conditions forbid it: before, or by then. */
export async function writeObject(
  request: StoreRequest,
  context: OperationContext,
  object: NewObject,
  receive: () => Promise<Received>,
): Promise<ObjectRecord> {
  const { disk, nowMs, nextGeneration, created } = context;
  assertBucket(request, disk);
  assertGeneration(request, disk);
  const received = await receive();
  try {
    // Again: another may have written it meanwhile.
    assertGeneration(request, disk);
    const generation = nextGeneration();
    const details: ObjectDetails = {
      generation,
      crc32c: received.crc32c,
      md5: object.isJoined ? null : toBase64(received.md5),
      customTime: object.customTime ?? null,
      metadata: object.metadata ?? {},
    };
    const record = disk.commit(request.bucket, received, {
      key: request.key,
      etag: object.isJoined ? `-${generation}` : received.md5,
      contentType: object.contentType ?? DEFAULT_CONTENT_TYPE,
      modifiedMs: nowMs(),
      details: { ...details },
    });
    created(request.bucket, record);
    return record;
  } finally {
    await rm(received.path, { force: true });
  }
}
