import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ReceivedFile } from '../../local-shared/object-store/disk.ts';
import { type NamedPart, parseNamedParts } from '../../local-shared/object-store/named-parts.ts';
import { type NewObject, writeObject } from './commit.ts';
import { fault } from './fault.ts';
import { assertBucket, type Operation } from './operation.ts';
import { bodyOf, expectedOf, receiveBytes } from './received-body.ts';
import type { StoreRequest } from './request.ts';
import { toXml } from './xml.ts';

interface Upload extends NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly parts: Map<number, ReceivedFile>;
}

const MIN_PART_BYTES = 5 * 2 ** 20;
const MAX_PART_NUMBER = 10_000;
const METADATA = 'x-goog-meta-';

export interface Multipart {
  readonly create: Operation;
  readonly uploadPart: Operation;
  readonly complete: Operation;
  readonly abort: Operation;
}

/**
 * Uploads in parts of the XML API. What is under way is kept in memory: a server that starts afresh has forgotten it.
 */
export function createMultipart(): Multipart {
  const uploads = new Map<string, Upload>();

  function find({ bucket, key, query }: StoreRequest): { uploadId: string; upload: Upload } {
    const uploadId = query.get('uploadId') ?? '';
    const upload = uploads.get(uploadId);
    if (!upload || upload.bucket !== bucket || upload.key !== key) throw fault('noUpload');
    return { uploadId, upload };
  }

  return {
    create(request, { disk }) {
      assertBucket(request, disk);
      const { bucket, key, headers } = request;
      const uploadId = randomUUID();
      const given = [...headers].filter(([name]) => name.startsWith(METADATA));
      const metadata = Object.fromEntries(given.map(([name, value]) => [name.slice(METADATA.length), value]));
      uploads.set(uploadId, { bucket, key, metadata, contentType: headers.get('content-type'), parts: new Map() });
      const body = toXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId });
      return { status: 200, headers: { 'content-type': 'application/xml' }, body };
    },
    async uploadPart(request, { disk }) {
      const { upload } = find(request);
      const number = Number(request.query.get('partNumber'));
      if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER)
        throw fault('invalid', `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive.`);
      const received = await receiveBytes(bodyOf(request.body), disk, expectedOf(request.headers));
      const before = upload.parts.get(number);
      upload.parts.set(number, received);
      if (before) await rm(before.path, { force: true });
      return { status: 200, headers: { etag: `"${received.md5}"`, 'x-goog-hash': `crc32c=${received.crc32c}` } };
    },
    async complete(request, context) {
      const { uploadId, upload } = find(request);
      const named = parseNamedParts(await text(request.body));
      if (named === null) throw fault('malformedXml');
      const parts = chooseParts(upload, named);
      uploads.delete(uploadId);
      try {
        const record = await writeObject(request, context, { ...upload, isJoined: true }, () =>
          receiveBytes(joinParts(parts), context.disk),
        );
        await dropParts(upload);
        const { bucket, key } = upload;
        const body = toXml('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: `"${record.etag}"` });
        return { status: 200, headers: { 'content-type': 'application/xml' }, body };
      } catch (cause) {
        uploads.set(uploadId, upload);
        throw cause;
      }
    },
    async abort(request) {
      const { uploadId, upload } = find(request);
      uploads.delete(uploadId);
      await dropParts(upload);
      return { status: 204 };
    },
  };
}

function chooseParts({ parts }: Upload, named: readonly NamedPart[]): ReceivedFile[] {
  if (named.some(({ number }, i) => i > 0 && number <= named[i - 1]!.number)) throw fault('badPartOrder');
  const chosen = named.map(({ number, etag }) => {
    const part = parts.get(number);
    if (part?.md5 !== etag) throw fault('badPart');
    return part;
  });
  if (chosen.slice(0, -1).some(({ sizeBytes }) => sizeBytes < MIN_PART_BYTES)) throw fault('smallPart');
  return chosen;
}

async function* joinParts(parts: readonly ReceivedFile[]): AsyncGenerator<Uint8Array> {
  for (const { path } of parts) yield* createReadStream(path) as AsyncIterable<Buffer>;
}

const dropParts = async ({ parts }: Upload): Promise<void> => {
  await Promise.all([...parts.values()].map(({ path }) => rm(path, { force: true })));
};
