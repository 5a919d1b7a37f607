import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import test from 'ava';
import { createS3Store } from '../../../src/adapters/aws/store.ts';
import { createS3Videos, type S3VideosOptions } from '../../../src/adapters/aws/videos.ts';
import { ReelsightError, serveRanges } from '../../../src/core/index.ts';
import type { StoredVideo } from '../../../src/service/index.ts';
import type { Interception } from '../../../tools/local-aws/object-store/server.ts';
import { patternOf } from '../../contract/s3.ts';
import { connect, startObjectStore } from '../../helpers/object-store-server.ts';

const signal = new AbortController().signal;
const bytes = patternOf(400_000);

/** A store of its own, with one video, and what it was asked for; `answers` are given to the next reads of it. */
async function openLibrary(options: Partial<S3VideosOptions> = {}) {
  const urls: string[] = [];
  const answers: Interception[] = [];
  let clockMs = 0;
  const server = await startObjectStore({
    now: () => Date.now() + clockMs,
    intercept({ method, url }) {
      if (method !== 'GET') return undefined;
      urls.push(url);
      return answers.shift();
    },
  });
  const { client, bucket } = await server.open();
  const store = createS3Store({ client, bucket });
  await store.put('videos/film.mp4', bytes);
  const videos = createS3Videos({ client, bucket, videoBuckets: ['archive'], ...options });
  const video = await videos.find(`s3://${bucket}/videos/film.mp4`);
  const passTime = (ms: number) => {
    clockMs += ms;
  };
  return { server, store, bucket, videos, video, urls, answers, passTime };
}

const withLibrary = (
  options: Partial<S3VideosOptions>,
  body: (library: Awaited<ReturnType<typeof openLibrary>>) => Promise<void>,
) =>
  (async () => {
    const library = await openLibrary(options);
    try {
      await body(library);
    } finally {
      await library.server.close();
    }
  })();

test('one signed URL serves many reads', (t) =>
  withLibrary({}, async ({ videos, video, urls }) => {
    await Promise.all([0, 1, 2].map(async (n) => buffer(await videos.open(video, n, n + 9, signal))));
    await buffer(await videos.open(video, 50, 59, signal));
    t.is(urls.length, 4);
    t.is(new Set(urls).size, 1);
    t.regex(urls[0]!, /X-Amz-Expires=3600/);
  }));

test('a URL that is about to run out is renewed before', (t) =>
  withLibrary({ linkSeconds: 4 }, async ({ videos, video, urls }) => {
    await buffer(await videos.open(video, 0, 9, signal));
    await sleep(4100);
    t.deepEqual(await buffer(await videos.open(video, 10, 19, signal)), bytes.subarray(10, 20));
    t.is(urls.length, 2);
    t.is(new Set(urls).size, 2);
  }));

test('a URL that ran out earlier than expected is renewed in the middle of a reading', (t) =>
  withLibrary({ linkSeconds: 6 }, async ({ videos, video, urls, passTime }) => {
    // The store's clock runs ahead: it refuses what the reader holds to be good, and takes what is signed again.
    passTime(3000);
    await buffer(await videos.open(video, 0, 9, signal));
    await sleep(3100);
    const parts = await Promise.all([10, 20].map(async (n) => buffer(await videos.open(video, n, n + 9, signal))));
    t.deepEqual(Buffer.concat(parts), bytes.subarray(10, 30));
    t.is(new Set(urls).size, 2, 'two readers renew it once');
  }));

test('a refusal of a new URL is final, with advice', (t) =>
  withLibrary({}, async ({ videos, video, urls, answers }) => {
    answers.push({ status: 403, code: 'AccessDenied' });
    const error = await t.throwsAsync(videos.open(video, 0, 9, signal), {
      instanceOf: ReelsightError,
      message: /s3:GetObject.*s3:ListBucket/,
    });
    t.like(error, { kind: 'denied', retryable: false });
    t.is(urls.length, 1);
    t.notRegex(error?.message ?? '', /X-Amz/);
  }));

test('what may pass is a plain error, which the proxy takes up again', (t) =>
  withLibrary({}, async ({ videos, video, answers, urls }) => {
    for (const status of [500, 503]) {
      answers.push({ status, code: 'SlowDown' });
      const error = await t.throwsAsync(videos.open(video, 0, 9, signal), {
        message: new RegExp(`answered ${status}`),
      });
      t.false(error instanceof ReelsightError);
    }
    urls.length = 0;
    const proxy = await serveRanges({
      sizeBytes: video.sizeBytes,
      host: video.uri,
      open: (first, last, reader) => videos.open(video, first, last, reader),
    });
    answers.push({ status: 503, code: 'SlowDown' }, { status: 500, code: 'InternalError' }, { delayMs: 50 });
    const answer = await fetch(proxy.address, { headers: { range: 'bytes=1000-' } });
    t.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes.subarray(1000));
    t.is(urls.length, 3);
    proxy.assertFullyRead();
    proxy.close();
  }));

test('a replaced video ends the reading through the proxy at once', (t) =>
  withLibrary({}, async ({ store, videos, video, urls }) => {
    const proxy = await serveRanges({
      sizeBytes: video.sizeBytes,
      host: video.uri,
      open: (first, last, reader) => videos.open(video, first, last, reader),
    });
    await store.put('videos/film.mp4', Buffer.alloc(400_000));
    await t.throwsAsync(fetch(proxy.address).then((answer) => answer.arrayBuffer()));
    t.throws(() => proxy.assertFullyRead(), {
      instanceOf: ReelsightError,
      message: /was replaced while it was analysed/,
    });
    t.is(urls.length, 1);
    proxy.close();
  }));

test('a reading that is given up ends', (t) =>
  withLibrary({}, async ({ videos, video, answers }) => {
    answers.push({ delayMs: 500 });
    const reader = new AbortController();
    const opening = videos.open(video, 0, 9, reader.signal);
    setTimeout(() => reader.abort(), 50);
    await t.throwsAsync(opening, { name: 'AbortError' });
  }));

test('only videos may be read', (t) =>
  withLibrary({}, async ({ bucket, videos }) => {
    for (const uri of [
      `s3://${bucket}/analyses/a/report.json`,
      `s3://${bucket}/idempotency/a.json`,
      `s3://${bucket}/videosfilm.mp4`,
      's3://other/film.mp4',
      's3://archive.evil/film.mp4',
    ]) {
      const error = await t.throwsAsync(videos.find(uri), { instanceOf: ReelsightError }, uri);
      t.like(error, { kind: 'input', retryable: false });
      t.regex(error?.message ?? '', /may not be read/);
      t.true(error?.message.includes(`s3://${bucket}/videos/, s3://${bucket}/uploads/, s3://archive/`), error?.message);
      t.regex(error?.message ?? '', /--param videoBuckets=archive,NAME/);
      const opening = videos.open({ uri, name: 'x', sizeBytes: 1, version: '"1"' } satisfies StoredVideo, 0, 0, signal);
      t.is((await t.throwsAsync(opening, { instanceOf: ReelsightError }))?.kind, 'input');
    }
  }));

test('what is not the address of a video is told', (t) =>
  withLibrary({}, async ({ bucket, videos }) => {
    for (const uri of [
      '',
      'film.mp4',
      'https://example.com/film.mp4',
      's3://',
      `s3://${bucket}`,
      `s3://${bucket}/`,
      `s3://${bucket}/videos/`,
      `s3://${bucket}/videos/../analyses/a/report.json`,
      `s3://${bucket}/videos/./film.mp4`,
    ]) {
      const error = await t.throwsAsync(videos.find(uri), { instanceOf: ReelsightError }, uri);
      t.like(error, { kind: 'input', retryable: false });
      t.regex(error?.message ?? '', /is not the address of a video/);
    }
  }));

test('every object of a further bucket may be read', (t) =>
  withLibrary({}, async ({ server, bucket }) => {
    const { client, bucket: archive } = await server.open();
    await createS3Store({ client, bucket: archive }).put('a//b?c#d.mp4', bytes);
    const videos = createS3Videos({ client, bucket, videoBuckets: [archive] });
    const video = await videos.find(`s3://${archive}/a//b?c#d.mp4`);
    t.is(video.name, 'b?c#d.mp4');
    t.deepEqual(await buffer(await videos.open(video, 5, 14, signal)), bytes.subarray(5, 15));
  }));

test('an archived video is told before it is read', (t) =>
  withLibrary({}, async ({ server, video }) => {
    const bucket = video.uri.split('/')[2]!;
    const client = connect(server.url);
    let facts: Partial<HeadObjectCommandOutput> = { StorageClass: 'DEEP_ARCHIVE' };
    client.middlewareStack.add((next) => async (args) => {
      const { response, output } = await next(args);
      return { response, output: { ...output, ...facts } };
    });
    const videos = createS3Videos({ client, bucket, videoBuckets: [] });
    const error = await t.throwsAsync(videos.find(video.uri), { instanceOf: ReelsightError, message: /is archived/ });
    t.is(error?.kind, 'input');
    facts = {
      StorageClass: 'GLACIER',
      Restore: 'ongoing-request="false", expiry-date="Fri, 21 Dec 2035 00:00:00 GMT"',
    };
    t.deepEqual(await videos.find(video.uri), video);
    client.destroy();
  }));
