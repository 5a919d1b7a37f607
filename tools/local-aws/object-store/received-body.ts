import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ReceivedFile, Receiver } from '../../local-shared/object-store/disk.ts';
import { decodeChunkedBody } from './chunked-body.ts';
import { fault } from './fault.ts';
import type { S3Request } from './request.ts';

interface Digest {
  update(block: Uint8Array): void;
  /** In the encoding of its header. */
  digest(): string;
}

const hash = (name: string, encoding: 'hex' | 'base64'): Digest => {
  const state = createHash(name);
  return { update: (block) => void state.update(block), digest: () => state.digest(encoding) };
};

const CHECKSUMS: Readonly<Record<string, () => Digest>> = {
  crc32: () => {
    let value = 0;
    const toBytes = () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    };
    return {
      update: (block) => {
        value = crc32(block, value);
      },
      digest: () => toBytes().toString('base64'),
    };
  },
  sha1: () => hash('sha1', 'base64'),
  sha256: () => hash('sha256', 'base64'),
};

const CHECKSUM_HEADER = /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256|sha512|md5|xxhash\d+)$/;

/** The checksums that come with a body: `crc32`. */
export function checksumsOf({ headers }: S3Request): string[] {
  const announced = (headers.get('x-amz-trailer') ?? '').split(',').map((name) => name.trim().toLowerCase());
  return [...headers.keys(), ...announced].flatMap((name) => CHECKSUM_HEADER.exec(name)?.[1] ?? []);
}

/** Takes the body of a request to the disk, decoded and checked. Errors: a fault; nothing stays on the disk then. */
export async function receiveBody(request: S3Request, receive: Receiver): Promise<ReceivedFile> {
  const { headers, body } = request;
  const payload = headers.get('x-amz-content-sha256') ?? '';
  const isChunked = payload.startsWith('STREAMING-');
  const trailers = new Map<string, string>();
  const digests = openDigests(request, /^[0-9a-f]{64}$/.test(payload));

  // Not destroyed when it is given up: the answer that says why has to get through.
  const raw: AsyncIterable<Buffer> = { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) };

  async function* check() {
    for await (const block of isChunked ? decodeChunkedBody(raw, trailers) : raw) {
      for (const { digest } of digests) digest.update(block);
      yield block;
    }
  }

  return receive(check(), (sizeBytes) => {
    const told = headers.get(isChunked ? 'x-amz-decoded-content-length' : 'content-length');
    if (told !== undefined && Number(told) !== sizeBytes) throw fault('IncompleteBody');
    for (const { name, digest, code } of digests)
      if (digest.digest() !== (headers.get(name) ?? trailers.get(name)))
        throw fault(code, `The ${name} you specified did not match what we received.`);
  });
}

function openDigests(request: S3Request, hasSha256: boolean) {
  const digests: { name: string; digest: Digest; code: 'BadDigest' | 'XAmzContentSHA256Mismatch' }[] = [];
  for (const checksum of checksumsOf(request)) {
    const open = CHECKSUMS[checksum];
    if (!open) throw fault('NotImplemented', `The checksum ${checksum} is not implemented here: use crc32 or sha256.`);
    digests.push({ name: `x-amz-checksum-${checksum}`, digest: open(), code: 'BadDigest' });
  }
  if (request.headers.has('content-md5'))
    digests.push({ name: 'content-md5', digest: hash('md5', 'base64'), code: 'BadDigest' });
  if (hasSha256)
    digests.push({
      name: 'x-amz-content-sha256',
      digest: hash('sha256', 'hex'),
      code: 'XAmzContentSHA256Mismatch',
    });
  return digests;
}
