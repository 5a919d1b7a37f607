import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import test from 'ava';
import fc from 'fast-check';
import { decodeChunkedBody } from '../../../tools/local-aws/object-store/chunked-body.ts';
import type { CreatedObject } from '../../../tools/local-aws/object-store/server.ts';
import { patternOf } from '../../contract/s3.ts';
import { collect } from '../../helpers/collect.ts';
import { ask, codeOf, connect, readText, startObjectStore } from '../../helpers/object-store-server.ts';

const MIB = 2 ** 20;
const created: CreatedObject[] = [];
const store = await startObjectStore({ onCreated: (object) => created.push(object) });
test.after.always(store.close);

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

/** A body in `aws-chunked`. */
const putChunked = (bucket: string, body: string, decodedLength: number, headers: Record<string, string> = {}) =>
  ask(`${store.url}/${bucket}/chunked`, {
    method: 'PUT',
    body,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': String(decodedLength),
      ...headers,
    },
  });

test('chunked bodies are decoded, signed or not, and their checksum is checked', async (t) => {
  const { client, bucket } = await store.open();
  const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
  const unsigned = '5\r\nhello\r\n3\r\nyou\r\n0\r\nx-amz-checksum-crc32:ZjkUGQ==\r\n\r\n';
  t.is((await putChunked(bucket, unsigned, 8, trailer)).status, 200);
  t.is(await readText(client, bucket, 'chunked'), 'helloyou');

  const signed = '5;chunk-signature=ab\r\nhello\r\n4;chunk-signature=cd\r\nyou!\r\n0;chunk-signature=ef\r\n\r\n';
  const payload = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
  t.is((await putChunked(bucket, signed, 9, payload)).status, 200);
  t.is(await readText(client, bucket, 'chunked'), 'helloyou!');

  const both = '2;chunk-signature=ab\r\n\r\n\r\n0;chunk-signature=ef\r\nx-amz-checksum-crc32:';
  const signedTrailer = { ...trailer, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' };
  const end = '\r\nx-amz-trailer-signature:12\r\n\r\n';
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32('\r\n'));
  t.is((await putChunked(bucket, `${both}${checksum.toString('base64')}${end}`, 2, signedTrailer)).status, 200);
  t.is(await readText(client, bucket, 'chunked'), '\r\n');
  t.is((await putChunked(bucket, `${both}zzzzzz==${end}`, 2, signedTrailer)).status, 400);
  t.is((await putChunked(bucket, `${both}Jurcsw==${end}`, 2, signedTrailer)).status, 400, 'another checksum');
  t.is(await readText(client, bucket, 'chunked'), '\r\n', 'what is refused changes nothing');
});

test('chunked bodies are decoded wherever the network cuts them', async (t) => {
  const whole = Buffer.from(
    '5;chunk-signature=ab\r\nhe\r\nl\r\n3\r\nyou\r\n0\r\nx-amz-checksum-crc32: abc=\r\nb:c\r\n\r\n',
  );
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const ends = [...at.sort((a, b) => a - b), whole.length];
      const blocks = ends.map((end, i) => whole.subarray(ends[i - 1] ?? 0, end));
      const trailers = new Map<string, string>();
      const decoded = Buffer.concat(await collect(decodeChunkedBody(Readable.from(blocks), trailers)));
      t.is(decoded.toString(), 'he\r\nlyou');
      t.deepEqual(
        [...trailers],
        [
          ['x-amz-checksum-crc32', 'abc='],
          ['b', 'c'],
        ],
      );
    }),
  );
});

test('a refusal reaches a client that is still sending', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const Body = Buffer.alloc(20 * MIB);
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const put = client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, IfNoneMatch: '*' }));
  await t.throwsAsync(put, { name: 'PreconditionFailed' });
  const broken = ask(`${store.url}/${Bucket}/k`, {
    method: 'PUT',
    body: Body,
    headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
  });
  t.is(await codeOf(await broken), '400 IncompleteBody');
});

test('bodies that are broken or other than told make no object', async (t) => {
  const { client, bucket } = await store.open();
  const put = (body: string, headers: Record<string, string>) =>
    ask(`${store.url}/${bucket}/k`, { method: 'PUT', body, headers });
  t.is(await codeOf(await putChunked(bucket, '5\r\nhello\r\n0\r\n\r\n', 6)), '400 IncompleteBody');
  t.is(await codeOf(await putChunked(bucket, '5\r\nhel', 5)), '400 IncompleteBody');
  t.is(await codeOf(await putChunked(bucket, 'hello', 5)), '400 IncompleteBody');
  t.is(await codeOf(await putChunked(bucket, '3\r\nhello\r\n0\r\n\r\n', 5)), '400 IncompleteBody');
  t.is(await codeOf(await put('hello', { 'x-amz-checksum-crc32': 'AAAAAA==' })), '400 BadDigest');
  t.is(await codeOf(await put('hello', { 'x-amz-checksum-sha256': 'AAAAAA==' })), '400 BadDigest');
  t.is(await codeOf(await put('hello', { 'x-amz-checksum-crc64nvme': 'AAAAAA==' })), '501 NotImplemented');
  t.is(await codeOf(await put('hello', { 'content-md5': 'AAAAAA==' })), '400 BadDigest');
  const sha256 = { 'x-amz-content-sha256': '0'.repeat(64) };
  t.is(await codeOf(await put('hello', sha256)), '400 XAmzContentSHA256Mismatch');
  t.deepEqual((await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents, undefined);
});

test('a client that goes away in the middle leaves nothing', async (t) => {
  const own = await startObjectStore();
  const { client, bucket } = await own.open();
  const outgoing = request(`${own.url}/${bucket}/k`, {
    method: 'PUT',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=me/1', 'content-length': 1_000_000 },
  });
  outgoing.on('error', () => {});
  outgoing.write(Buffer.alloc(100_000));
  await sleep(200);
  t.is(readdirSync(`${own.folder}/.tmp`).length, 1);
  outgoing.destroy();
  await sleep(200);
  t.deepEqual(readdirSync(`${own.folder}/.tmp`), []);
  t.deepEqual((await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents, undefined);
  await own.close();
});

test('uploads in parts, as the SDK does them with checksums', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const upload = { Bucket, Key: 'film.mp4' };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...upload, ContentType: 'video/mp4', ChecksumAlgorithm: 'CRC32' }),
  );
  const parts = [patternOf(5 * MIB), patternOf(1000)];
  const Parts = [];
  for (const [i, bytes] of parts.entries()) {
    const Body = Readable.from([bytes.subarray(0, 300), bytes.subarray(300)], { objectMode: false });
    const PartNumber = i + 1;
    const part = { ...upload, UploadId, PartNumber, Body, ContentLength: bytes.length };
    const { ETag } = await client.send(new UploadPartCommand({ ...part, ChecksumAlgorithm: 'CRC32' }));
    t.is(ETag, `"${md5(bytes)}"`);
    Parts.push({ ETag, PartNumber });
  }
  const plain = connect(store.url);
  const complete = (list: object[]) =>
    plain.send(new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts: list } }));
  await t.throwsAsync(complete(Parts.toReversed()), { name: 'InvalidPartOrder' });
  await t.throwsAsync(complete([Parts[0]!, { ETag: Parts[0]!.ETag, PartNumber: 3 }]), { name: 'InvalidPart' });
  await t.throwsAsync(complete([]), { name: 'MalformedXML' });
  const { ETag } = await complete(Parts);
  const digests = Buffer.concat(parts.map((bytes) => Buffer.from(md5(bytes), 'hex')));
  t.is(ETag, `"${md5(digests)}-2"`);
  const got = await client.send(new GetObjectCommand(upload));
  t.is(got.ContentType, 'video/mp4');
  t.true(Buffer.concat(parts).equals((await got.Body?.transformToByteArray()) ?? new Uint8Array(0)));
  t.like(
    created.find(({ bucket }) => bucket === Bucket),
    { bucket: Bucket, key: 'film.mp4', sizeBytes: 5 * MIB + 1000, etag: `"${md5(digests)}-2"` },
  );
});

test('parts that are too small, or lack the checksum that was agreed on, are refused', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const upload = { Bucket, Key: 'k' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
  const Parts = [];
  for (const PartNumber of [1, 2]) {
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber, Body: 'small' }));
    Parts.push({ ETag, PartNumber });
  }
  const completing = client.send(
    new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload: { Parts } }),
  );
  await t.throwsAsync(completing, { name: 'EntityTooSmall' });

  const agreed = await client.send(new CreateMultipartUploadCommand({ ...upload, ChecksumAlgorithm: 'CRC32' }));
  const path = `${store.url}/${Bucket}/k?partNumber=1&uploadId=${agreed.UploadId}`;
  t.is(await codeOf(await ask(path, { method: 'PUT', body: 'x' })), '400 InvalidRequest');
  t.is(
    await codeOf(await ask(`${store.url}/${Bucket}/k?partNumber=0&uploadId=${UploadId}`, { method: 'PUT' })),
    '400 InvalidArgument',
  );
  t.is(
    await codeOf(await ask(`${store.url}/${Bucket}/other?partNumber=1&uploadId=${UploadId}`, { method: 'PUT' })),
    '404 NoSuchUpload',
  );
});

test('a signed URL carries its checksum, type and name like headers', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  // The SDK signs the checksum of no body by default: S3 refuses any other body.
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'k' }));
  t.is(await codeOf(await fetch(url, { method: 'PUT', body: 'x' })), '400 BadDigest');
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  const get = new GetObjectCommand({
    Bucket,
    Key: 'k',
    ResponseContentType: 'text/x',
    ResponseContentDisposition: 'a',
  });
  const { headers } = await fetch(await getSignedUrl(client, get));
  t.is(headers.get('content-type'), 'text/x');
  t.is(headers.get('content-disposition'), 'a');
});
