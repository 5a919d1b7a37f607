import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { TestFn } from 'ava';
import { createS3Store } from '../../src/adapters/aws/store.ts';
import { createS3Uploads } from '../../src/adapters/aws/uploads.ts';
import { createS3Videos } from '../../src/adapters/aws/videos.ts';
import { ReelsightError } from '../../src/core/index.ts';
import { collect } from '../helpers/collect.ts';
import { testObjectStore } from './object-store.ts';
import { testUploadsInPlace } from './uploads.ts';

const MIB = 2 ** 20;
const signal = new AbortController().signal;

/** Bytes that are not a constant, so that what is out of place shows. */
export const patternOf = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7919) >> 5));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What the adapter must do with any S3. `open` gives an empty bucket each time. */
export function testS3Adapter(
  test: TestFn,
  name: string,
  open: () => Promise<{ client: S3Client; bucket: string }>,
): void {
  testObjectStore(test, name, async () => createS3Store(await open()));

  test(`${name}: more keys than a page holds are listed once each, in order`, async (t) => {
    const store = createS3Store(await open());
    const keys = Array.from({ length: 1050 }, (_, i) => `chunks/${String((i * 17) % 1050).padStart(5, '0')}.json`);
    for (let i = 0; i < keys.length; i += 30)
      await Promise.all(keys.slice(i, i + 30).map((key) => store.put(key, Uint8Array.of(1))));
    t.deepEqual(
      (await collect(store.list('chunks/'))).map(({ key }) => key),
      keys.toSorted(),
    );
  });

  test(`${name}: a link shows an object in a browser`, async (t) => {
    const store = createS3Store(await open());
    for (const [key, type] of [
      ['a/report.json', 'application/json'],
      ['a/report.html', 'text/html; charset=utf-8'],
      ['a/thumbnails/shot 1+ä.jpg', 'image/jpeg'],
      ['a/00001.signals', 'application/octet-stream'],
    ] as const) {
      await store.put(key, Buffer.from(key));
      const answer = await fetch(await store.link(key));
      t.is(answer.status, 200, key);
      t.is(answer.headers.get('content-type'), type);
      t.is(await answer.text(), key);
    }
  });

  test(`${name}: a bucket that is not there is a fault of the environment`, async (t) => {
    const { client } = await open();
    const store = createS3Store({ client, bucket: 'never-made' });
    for (const action of [store.put('k', new Uint8Array(1)), store.get('k'), collect(store.list('k'))]) {
      const error = await t.throwsAsync(action, { instanceOf: ReelsightError });
      t.like(error, { kind: 'environment', retryable: false });
    }
  });

  test(`${name}: a streamed body of 20 MB, with the checksums that are the SDK's default, comes back whole`, async (t) => {
    const { client, bucket } = await open();
    const bytes = patternOf(20 * MIB + 123);
    const blocks = function* () {
      for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
    };
    const Body = Readable.from(blocks(), { objectMode: false });
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'film', Body, ContentLength: bytes.length }));
    const { Body: got, ContentEncoding } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'film' }));
    t.is(sha256((await got?.transformToByteArray()) ?? new Uint8Array(0)), sha256(bytes));
    t.falsy(ContentEncoding?.replace('aws-chunked', ''));
  });

  test(`${name}: an object is written only if it is absent, when that is asked for`, async (t) => {
    const { client, bucket } = await open();
    const put = (text: string) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: 'once', Body: text, IfNoneMatch: '*' }));
    await put('first');
    const error = await t.throwsAsync(put('second'));
    t.like(error, { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } });
    t.is(Buffer.from(await createS3Store({ client, bucket }).get('once')).toString(), 'first');
  });

  test(`${name}: a video is found and read by ranges`, async (t) => {
    const { client, bucket } = await open();
    const bytes = patternOf(300_000);
    const key = 'videos/2026/my film+ä (1).mp4';
    await createS3Store({ client, bucket }).put(key, bytes);
    const videos = createS3Videos({ client, bucket, videoBuckets: [] });
    const video = await videos.find(`s3://${bucket}/${key}`);
    t.like(video, { uri: `s3://${bucket}/${key}`, name: 'my film+ä (1).mp4', sizeBytes: 300_000 });
    t.regex(video.version, /^"[0-9a-f]{32}"$/);
    for (const [first, last] of [
      [0, 0],
      [100, 199_999],
      [299_999, 299_999],
      [0, 299_999],
    ] as const)
      t.deepEqual(await buffer(await videos.open(video, first, last, signal)), bytes.subarray(first, last + 1));
  });

  test(`${name}: a video that is not there is not found, one that goes is told`, async (t) => {
    const { client, bucket } = await open();
    const videos = createS3Videos({ client, bucket, videoBuckets: [] });
    const missing = await t.throwsAsync(videos.find(`s3://${bucket}/videos/none.mp4`), { instanceOf: ReelsightError });
    t.is(missing?.kind, 'not-found');

    const uri = `s3://${bucket}/videos/film.mp4`;
    await createS3Store({ client, bucket }).put('videos/film.mp4', patternOf(5000));
    const video = await videos.find(uri);
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'videos/film.mp4' }));
    const gone = await t.throwsAsync(videos.open(video, 0, 9, signal), { instanceOf: ReelsightError, message: /gone/ });
    t.like(gone, { kind: 'input', retryable: false });
  });

  test(`${name}: a video that is replaced is not read on`, async (t) => {
    const { client, bucket } = await open();
    const store = createS3Store({ client, bucket });
    const videos = createS3Videos({ client, bucket, videoBuckets: [] });
    await store.put('uploads/f/film.mp4', patternOf(5000));
    const video = await videos.find(`s3://${bucket}/uploads/f/film.mp4`);
    t.is((await buffer(await videos.open(video, 0, 9, signal))).length, 10);
    await store.put('uploads/f/film.mp4', Buffer.alloc(5000, 1));
    const error = await t.throwsAsync(videos.open(video, 10, 19, signal), {
      instanceOf: ReelsightError,
      message: /was replaced while it was analysed/,
    });
    t.like(error, { kind: 'input', retryable: false });
    t.not((await videos.find(video.uri)).version, video.version);
  });

  test(`${name}: a file is uploaded in parts, by plain PUT requests`, async (t) => {
    const { client, bucket } = await open();
    const uploads = createS3Uploads({ client, bucket });
    const bytes = patternOf(20 * MIB + 5);
    const key = 'uploads/abc/my film.mp4';
    const { uploadId, partSizeBytes, partUrls } = await uploads.begin(key, bytes.length);
    t.is(partSizeBytes, 8 * MIB);
    t.is(partUrls.length, 3);
    const etags: string[] = [];
    for (const [i, url] of partUrls.entries()) {
      const body = bytes.subarray(i * partSizeBytes, (i + 1) * partSizeBytes);
      const answer = await fetch(url, { method: 'PUT', body });
      t.is(answer.status, 200, await answer.text());
      etags.push(answer.headers.get('etag') ?? '');
    }
    t.deepEqual(await collect(createS3Store({ client, bucket }).list('')), []);
    t.is(await uploads.complete(key, uploadId, etags), `s3://${bucket}/${key}`);
    t.is(uploads.addressOf(key), `s3://${bucket}/${key}`);

    const videos = createS3Videos({ client, bucket, videoBuckets: [] });
    const video = await videos.find(uploads.addressOf(key));
    t.regex(video.version, /^"[0-9a-f]{32}-3"$/);
    const got = await buffer(await videos.open(video, 0, bytes.length - 1, signal));
    t.is(sha256(got), sha256(bytes));
    t.is(
      await uploads.complete(key, uploadId, etags),
      uploads.addressOf(key),
      'an answer that was lost is given again',
    );
  });

  testUploadsInPlace(test, name, async () => {
    const place = await open();
    return { uploads: createS3Uploads(place), store: createS3Store(place) };
  });
}
