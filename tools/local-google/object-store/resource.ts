import type { ObjectRecord } from '../../local-shared/object-store/records.ts';
import { detailsOf } from './operation.ts';

/** An object as the JSON API tells of it. Numbers of 64 bits are text. */
export function toResource(bucket: string, record: ObjectRecord): object {
  const { generation, crc32c, md5, customTime, metadata } = detailsOf(record);
  const time = new Date(record.modifiedMs).toISOString();
  return {
    kind: 'storage#object',
    id: `${bucket}/${record.key}/${generation}`,
    name: record.key,
    bucket,
    generation,
    metageneration: '1',
    contentType: record.contentType,
    storageClass: 'STANDARD',
    size: String(record.sizeBytes),
    crc32c,
    ...(md5 !== null && { md5Hash: md5 }),
    etag: Buffer.from(generation).toString('base64'),
    timeCreated: time,
    updated: time,
    ...(customTime !== null && { customTime }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** What both APIs tell of an object in headers, when they send its bytes. */
export function toHeaders(record: ObjectRecord): Record<string, string> {
  const { generation, crc32c, md5, metadata } = detailsOf(record);
  return {
    etag: `"${record.etag}"`,
    'content-type': record.contentType,
    'last-modified': new Date(record.modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
    'x-goog-generation': generation,
    'x-goog-metageneration': '1',
    'x-goog-storage-class': 'STANDARD',
    'x-goog-stored-content-encoding': 'identity',
    'x-goog-stored-content-length': String(record.sizeBytes),
    'x-goog-hash': [`crc32c=${crc32c}`, ...(md5 === null ? [] : [`md5=${md5}`])].join(','),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-goog-meta-${name}`, value])),
  };
}
