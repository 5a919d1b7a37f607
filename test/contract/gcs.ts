import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Storage } from '@google-cloud/storage';
import type { TestFn } from 'ava';
import { createGcsStore } from '../../src/adapters/gcp/store.ts';
import { createGcsUploads } from '../../src/adapters/gcp/uploads.ts';
import { createGcsVideos } from '../../src/adapters/gcp/videos.ts';
import { ReelsightError } from '../../src/core/index.ts';
import { collect } from '../helpers/collect.ts';
import { testObjectStore } from './object-store.ts';
import { patternOf } from './s3.ts';
import { testUploadsInPlace } from './uploads.ts';

const MIB = 2 ** 20;
const signal = new AbortController().signal;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

type Open = () => Promise<{ storage: Storage; bucket: string }>;

/** What the store must do with any Cloud Storage. `open` gives an empty bucket each time. */
export function testGcsStore(test: TestFn, name: string, open: Open): void {
  testObjectStore(test, name, async () => createGcsStore(await open()));

  test(`${name}: more keys than a page holds are listed once each, in order`, async (t) => {
    const store = createGcsStore(await open());
    const keys = Array.from({ length: 1050 }, (_, i) => `chunks/${String((i * 17) % 1050).padStart(5, '0')}.json`);
    for (let i = 0; i < keys.length; i += 30)
      await Promise.all(keys.slice(i, i + 30).map((key) => store.put(key, Uint8Array.of(1))));
    t.deepEqual(
      (await collect(store.list('chunks/'))).map(({ key }) => key),
      keys.toSorted(),
    );
  });

  test(`${name}: a bucket that is not there cannot be listed or written: a fault of the environment`, async (t) => {
    const { storage } = await open();
    const store = createGcsStore({ storage, bucket: 'never-made' });
    for (const action of [store.put('k', new Uint8Array(1)), collect(store.list('k'))]) {
      const error = await t.throwsAsync(action, { instanceOf: ReelsightError });
      t.like(error, { kind: 'environment', retryable: false });
    }
  });

  test(`${name}: measurements carry a time, by which the bucket lets them go; reports and costs do not`, async (t) => {
    const { storage, bucket } = await open();
    const store = createGcsStore({ storage, bucket });
    const measurements = ['00000.json', '00000-0000.samples', '00000.failure.json'].map(
      (n) => `analyses/a/chunks/${n}`,
    );
    const kept = ['chunks/00000.usage-1.json', 'plan.json', 'report.json', 'thumbnails/frame-0000000.jpg'];
    const keys = [...measurements, 'analyses/a/answers/x.json', ...kept.map((n) => `analyses/a/${n}`)];
    for (const key of keys) await store.put(key, Uint8Array.of(1));
    const [files] = await storage.bucket(bucket).getFiles();
    const marked = files.filter(
      ({ metadata }) => Math.abs(Date.parse(metadata.customTime ?? '') - Date.now()) < 60_000,
    );
    t.deepEqual(
      marked.map((file) => file.name),
      ['analyses/a/answers/x.json', ...measurements.toSorted()],
    );
  });
}

/** That a missing bucket is told from a missing object also where objects are read. */
export function testGcsMissingBucket(test: TestFn, name: string, open: Open): void {
  test(`${name}: a bucket that is not there cannot be read: a fault of the environment`, async (t) => {
    const { storage } = await open();
    const error = await t.throwsAsync(createGcsStore({ storage, bucket: 'never-made' }).get('k'));
    t.like(error, { kind: 'environment', retryable: false });
  });
}

export function testGcsLinks(test: TestFn, name: string, open: Open): void {
  test(`${name}: a link shows an object in a browser`, async (t) => {
    const store = createGcsStore(await open());
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
}

export function testGcsVideos(test: TestFn, name: string, open: Open): void {
  test(`${name}: a video is found and read by ranges`, async (t) => {
    const { storage, bucket } = await open();
    const bytes = patternOf(300_000);
    const key = 'videos/2026/my film+ä (1).mp4';
    await createGcsStore({ storage, bucket }).put(key, bytes);
    const videos = createGcsVideos({ storage, bucket, videoBuckets: [] });
    const video = await videos.find(`gs://${bucket}/${key}`);
    t.like(video, { uri: `gs://${bucket}/${key}`, name: 'my film+ä (1).mp4', sizeBytes: 300_000 });
    t.regex(video.version, /^\d{10,}$/);
    for (const [first, last] of [
      [0, 0],
      [100, 199_999],
      [299_999, 299_999],
      [0, 299_999],
    ] as const)
      t.deepEqual(await buffer(await videos.open(video, first, last, signal)), bytes.subarray(first, last + 1));
  });

  test(`${name}: a video that is not there is not found, one that goes is told`, async (t) => {
    const { storage, bucket } = await open();
    const videos = createGcsVideos({ storage, bucket, videoBuckets: [] });
    const missing = await t.throwsAsync(videos.find(`gs://${bucket}/videos/none.mp4`), { instanceOf: ReelsightError });
    t.is(missing?.kind, 'not-found');

    await createGcsStore({ storage, bucket }).put('videos/film.mp4', patternOf(5000));
    const video = await videos.find(`gs://${bucket}/videos/film.mp4`);
    await storage.bucket(bucket).file('videos/film.mp4').delete();
    const gone = await t.throwsAsync(videos.open(video, 0, 9, signal), { instanceOf: ReelsightError, message: /gone/ });
    t.like(gone, { kind: 'input', retryable: false });
  });

  test(`${name}: a video that is replaced is not read on`, async (t) => {
    const { storage, bucket } = await open();
    const store = createGcsStore({ storage, bucket });
    const videos = createGcsVideos({ storage, bucket, videoBuckets: [] });
    await store.put('uploads/f/film.mp4', patternOf(5000));
    const video = await videos.find(`gs://${bucket}/uploads/f/film.mp4`);
    t.is((await buffer(await videos.open(video, 0, 9, signal))).length, 10);
    await store.put('uploads/f/film.mp4', Buffer.alloc(5000, 1));
    const error = await t.throwsAsync(videos.open(video, 10, 19, signal), {
      instanceOf: ReelsightError,
      message: /was replaced while it was analysed/,
    });
    t.like(error, { kind: 'input', retryable: false });
    t.not((await videos.find(video.uri)).version, video.version);
  });
}

export function testGcsUploads(test: TestFn, name: string, open: Open): void {
  test(`${name}: a file is uploaded in parts, by plain PUT requests`, async (t) => {
    const { storage, bucket } = await open();
    const uploads = createGcsUploads({ storage, bucket });
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
    t.deepEqual(await collect(createGcsStore({ storage, bucket }).list('')), []);
    t.is(await uploads.complete(key, uploadId, etags), `gs://${bucket}/${key}`);
    t.is(uploads.addressOf(key), `gs://${bucket}/${key}`);

    const videos = createGcsVideos({ storage, bucket, videoBuckets: [] });
    const video = await videos.find(uploads.addressOf(key));
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
    return { uploads: createGcsUploads(place), store: createGcsStore(place) };
  });
}

/** All of it. */
export function testGcsAdapter(test: TestFn, name: string, open: Open): void {
  for (const part of [testGcsStore, testGcsMissingBucket, testGcsLinks, testGcsVideos, testGcsUploads])
    part(test, name, open);
}
