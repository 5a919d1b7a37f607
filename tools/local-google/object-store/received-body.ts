import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { CRC32C } from '@google-cloud/storage';
import type { Disk, ReceivedFile } from '../../local-shared/object-store/disk.ts';
import { fault } from './fault.ts';

/** Checksums in base64, as they are told in advance. */
export interface Expected {
  readonly sizeBytes?: number | undefined;
  readonly crc32c?: string | undefined;
  readonly md5?: string | undefined;
}

export interface Received extends ReceivedFile {
  /** In base64. */
  readonly crc32c: string;
}

/** Not destroyed when it is given up: the answer that says why has to get through. */
export const bodyOf = (body: IncomingMessage): AsyncIterable<Buffer> => ({
  [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }),
});

export const toBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

/** Takes bytes to the disk, checked. Errors: a fault; nothing stays on the disk then. */
export async function receiveBytes(
  blocks: AsyncIterable<Uint8Array>,
  disk: Disk,
  expected: Expected = {},
): Promise<Received> {
  const checksum = new CRC32C();
  async function* measure() {
    for await (const block of blocks) {
      checksum.update(Buffer.from(block.buffer, block.byteOffset, block.byteLength));
      yield block;
    }
  }
  const received = await disk.receive(measure(), (sizeBytes) => {
    if (expected.sizeBytes !== undefined && expected.sizeBytes !== sizeBytes) throw fault('incomplete');
    if (expected.crc32c !== undefined && expected.crc32c !== checksum.toString()) throw fault('badDigest');
  });
  if (expected.md5 !== undefined && expected.md5 !== toBase64(received.md5)) {
    await rm(received.path, { force: true });
    throw fault('badDigest');
  }
  return { ...received, crc32c: checksum.toString() };
}

/** What the headers of a whole body tell of it: `Content-Length`, `Content-MD5`, `x-goog-hash`. */
export function expectedOf(headers: ReadonlyMap<string, string>): Expected {
  const length = headers.get('content-length');
  const hashes = headers.get('x-goog-hash') ?? '';
  return {
    sizeBytes: length === undefined ? undefined : Number(length),
    crc32c: /crc32c=([^,\s]+)/.exec(hashes)?.[1],
    md5: headers.get('content-md5') ?? /md5=([^,\s]+)/.exec(hashes)?.[1],
  };
}
