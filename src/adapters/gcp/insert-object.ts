import { randomUUID } from 'node:crypto';
import { CRC32C, type Storage } from '@google-cloud/storage';
import { requestStorage } from './storage-request.ts';

export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly customTime?: Date;
  /** 0: only if there is no such object. */
  readonly ifGenerationMatch?: number;
}

/** In base64, as Cloud Storage tells it. */
export function checksumOf(bytes: Uint8Array): string {
  const checksum = new CRC32C();
  checksum.update(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return checksum.toString();
}

/** Writes a small object with one request, checked by its checksum there. Errors: as of `requestStorage`. */
export async function insertObject(storage: Storage, object: NewObject): Promise<void> {
  const { bucket, key, bytes, contentType, customTime, ifGenerationMatch } = object;
  const resource = {
    contentType,
    crc32c: checksumOf(bytes),
    ...(customTime && { customTime: customTime.toISOString() }),
  };
  const boundary = randomUUID();
  const head =
    `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(resource)}\r\n` +
    `--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`;
  await requestStorage(storage, {
    method: 'POST',
    path: `upload/storage/v1/b/${encodeURIComponent(bucket)}/o`,
    query: {
      uploadType: 'multipart',
      name: key,
      ...(ifGenerationMatch !== undefined && { ifGenerationMatch: String(ifGenerationMatch) }),
    },
    headers: { 'Content-Type': `multipart/related; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--`)]),
  });
}
