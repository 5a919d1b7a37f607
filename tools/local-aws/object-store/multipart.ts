import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ReceivedFile } from '../../local-shared/object-store/disk.ts';
import { type NamedPart, parseNamedParts } from '../../local-shared/object-store/named-parts.ts';
import { fault } from './fault.ts';
import { assertBucket, assertMayWrite, contentTypeOf, type Operation, quote } from './operation.ts';
import { checksumsOf, receiveBody } from './received-body.ts';
import type { S3Request } from './request.ts';
import { toXml } from './xml.ts';

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  /** The checksum that every part must come with. */
  readonly checksum: string | null;
  readonly parts: Map<number, ReceivedFile>;
}

const MIN_PART_BYTES = 5 * 2 ** 20;
const MAX_PART_NUMBER = 10_000;

export interface Multipart {
  readonly create: Operation;
  readonly uploadPart: Operation;
  readonly complete: Operation;
  readonly abort: Operation;
}

/** Uploads in parts. What is under way is kept in memory: a server that starts afresh has forgotten it. */
export function createMultipart(): Multipart {
  const uploads = new Map<string, Upload>();

  function find({ bucket, key, query }: S3Request): { uploadId: string; upload: Upload } {
    const uploadId = query.get('uploadId') ?? '';
    const upload = uploads.get(uploadId);
    if (!upload || upload.bucket !== bucket || upload.key !== key) throw fault('NoSuchUpload');
    return { uploadId, upload };
  }

  return {
    create(request, { disk }) {
      assertBucket(request, disk);
      const { bucket, key, headers } = request;
      const uploadId = randomUUID();
      const checksum = headers.get('x-amz-checksum-algorithm')?.toLowerCase() ?? null;
      uploads.set(uploadId, { bucket, key, checksum, contentType: contentTypeOf(request), parts: new Map() });
      const body = toXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId });
      return { status: 200, body };
    },
    async uploadPart(request, { disk }) {
      const { upload } = find(request);
      const number = Number(request.query.get('partNumber'));
      if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER)
        throw fault('InvalidArgument', `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`);
      if (upload.checksum && !checksumsOf(request).includes(upload.checksum))
        throw fault(
          'InvalidRequest',
          `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum}, actual checksum Type: null`,
        );
      const received = await receiveBody(request, disk.receive);
      const before = upload.parts.get(number);
      upload.parts.set(number, received);
      if (before) await rm(before.path, { force: true });
      return { status: 200, headers: { etag: quote(received.md5) } };
    },
    async complete(request, { disk, nowMs, created }) {
      const { uploadId, upload } = find(request);
      const { bucket, key } = upload;
      const named = parseNamedParts(await text(request.body));
      if (named === null) throw fault('MalformedXML');
      const parts = chooseParts(upload, named);
      assertMayWrite(request, disk);
      uploads.delete(uploadId);
      try {
        const joined = await disk.receive(joinParts(parts));
        assertMayWrite(request, disk);
        const etag = joinedEtag(parts);
        created(
          bucket,
          disk.commit(bucket, joined, { key, etag, contentType: upload.contentType, modifiedMs: nowMs() }),
        );
        await dropParts(upload);
        const body = toXml('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: quote(etag) });
        return { status: 200, body };
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
  if (named.some(({ number }, i) => i > 0 && number <= named[i - 1]!.number)) throw fault('InvalidPartOrder');
  const chosen = named.map(({ number, etag }) => {
    const part = parts.get(number);
    if (part?.md5 !== etag) throw fault('InvalidPart');
    return part;
  });
  if (chosen.slice(0, -1).some(({ sizeBytes }) => sizeBytes < MIN_PART_BYTES)) throw fault('EntityTooSmall');
  return chosen;
}

async function* joinParts(parts: readonly ReceivedFile[]): AsyncGenerator<Uint8Array> {
  for (const { path } of parts) yield* createReadStream(path) as AsyncIterable<Buffer>;
}

/** S3's ETag of what was uploaded in parts: the MD5 of the parts' MD5s, and how many they are. */
function joinedEtag(parts: readonly ReceivedFile[]): string {
  const digests = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')));
  return `${createHash('md5').update(digests).digest('hex')}-${parts.length}`;
}

const dropParts = async ({ parts }: Upload): Promise<void> => {
  await Promise.all([...parts.values()].map(({ path }) => rm(path, { force: true })));
};
