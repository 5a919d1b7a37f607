import { randomBytes } from 'node:crypto';
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createServiceClient } from '../../../../src/adapters/local/service/client.ts';
import { uploadVideo } from '../../../../src/adapters/local/service/upload.ts';
import { parseEndpoint } from '../../../../src/adapters/local/signing/endpoint.ts';
import { ReelsightError } from '../../../../src/core/index.ts';
import { makeFolder } from '../../../helpers/clips.ts';
import { EXPIRED_TOKEN, type FakeServiceOptions, startFakeService } from '../../../helpers/fake-service.ts';
import { createSampleReport } from '../../../helpers/sample-report.ts';

const folder = await makeFolder();
test.after.always(() => folder.remove());

const report = createSampleReport({ shotCount: 3 });
const SIZE = 1_000_001;
let count = 0;

async function openUpload(t: ExecutionContext, options: Partial<FakeServiceOptions> = {}) {
  const service = await startFakeService({ report, partSizeBytes: 100_000, ...options });
  t.teardown(service.close);
  const controller = new AbortController();
  const { signal } = controller;
  const authorizer = { authorize: async () => ({}), advice: '' };
  const client = createServiceClient({
    endpoint: parseEndpoint(service.endpoint),
    authorizer,
    signal,
    retryPauseMs: 1,
  });
  const path = join(folder.path, `video ${++count}.mp4`);
  const bytes = randomBytes(SIZE);
  await writeFile(path, bytes);
  const sent: number[] = [];
  const upload = () =>
    uploadVideo(
      { path, name: 'video.mp4', sizeBytes: SIZE, fingerprint: 'f1' },
      { client, signal, retryPauseMs: 1, timeoutMs: 300_000, onProgress: (sentBytes) => sent.push(sentBytes) },
    );
  return { service, controller, path, bytes, sent, upload };
}

test('a file arrives whole, in parts, and once', async (t) => {
  const { service, bytes, sent, upload } = await openUpload(t);
  t.is(await upload(), 's3://bucket/uploads/f1/video.mp4');
  t.true(service.objects.get('uploads/f1/video.mp4')!.equals(bytes));
  t.is(service.seenByStore.length, 11);
  t.is(sent[0], 0);
  t.is(sent.at(-1), SIZE);
  const before = sent.length;
  t.is(await upload(), 's3://bucket/uploads/f1/video.mp4');
  t.is(service.seenByStore.length, 11);
  t.is(sent.length, before);
});

test('a part that fails twice is sent a third time, and progress stays true', async (t) => {
  const failures = new Map([
    ['/3?', 2],
    ['/7?', 2],
  ]);
  const { service, bytes, sent, upload } = await openUpload(t, {
    interceptStore(request, response) {
      for (const [part, left] of failures) {
        if (!request.url!.includes(part) || left === 0) continue;
        failures.set(part, left - 1);
        if (part === '/3?') response.writeHead(503).end();
        else request.socket.destroy();
        return true;
      }
      return false;
    },
  });
  await upload();
  t.true(service.objects.get('uploads/f1/video.mp4')!.equals(bytes));
  t.is(service.seenByStore.length, 15);
  t.is(sent.at(-1), SIZE);
  t.true(Math.max(...sent) <= SIZE);
});

test('no more than four parts are on the way at once', async (t) => {
  let now = 0;
  let most = 0;
  const held: (() => void)[] = [];
  const { upload } = await openUpload(t, {
    interceptStore(_, response) {
      most = Math.max(most, ++now);
      response.once('finish', () => now--);
      const answer = () => void response.writeHead(200, { etag: '"x"' }).end();
      if (most > 4 || held.length === 4) answer();
      // The first four wait for each other, and then for a fifth that must not come.
      else if (held.push(answer) === 4) setTimeout(() => held.forEach((release) => void release()), 100);
      return true;
    },
  });
  await t.throwsAsync(upload(), { message: 'The parts do not fit.' });
  t.is(most, 4);
});

test('after a failure or Ctrl-C nothing is left in the store, and no signed URL is told', async (t) => {
  for (const [status, body] of [
    [403, ''],
    [400, EXPIRED_TOKEN],
  ] as const) {
    const refused = await openUpload(t, {
      interceptStore: (_, response) => Boolean(response.writeHead(status).end(body)),
    });
    const message = new RegExp(`status ${status}.*expired: start again`);
    const error = await t.throwsAsync(refused.upload(), { instanceOf: ReelsightError, message });
    t.notRegex(error.message, /signature/);
    t.is(refused.service.openUploads.size, 0);
    t.true(refused.service.seenByStore.length <= 4, 'no part is sent twice');
  }

  const interrupted: Awaited<ReturnType<typeof openUpload>> = await openUpload(t, {
    interceptStore: () => {
      interrupted.controller.abort(new ReelsightError('cancelled', 'Ctrl-C'));
      return true;
    },
  });
  await t.throwsAsync(interrupted.upload(), { message: 'Ctrl-C' });
  t.is(interrupted.service.openUploads.size, 0);
  t.is(interrupted.service.seen.at(-1)!.path, '/v1/uploads/abort');
});

test('a store that gave up waiting for a part is sent it again', async (t) => {
  let times = 0;
  const body = '<Error><Code>RequestTimeout</Code><Message>Your socket connection was idle.</Message></Error>';
  const { service, bytes, upload } = await openUpload(t, {
    interceptStore: (_, response) => times++ < 2 && Boolean(response.writeHead(400).end(body)),
  });
  await upload();
  t.true(service.objects.get('uploads/f1/video.mp4')!.equals(bytes));
  t.is(service.seenByStore.length, 13);
});

test('a file that changes on the way is not put together', async (t) => {
  for (const change of [(path: string) => appendFile(path, 'more'), (path: string) => truncate(path, 500_000)]) {
    let isChanged = false;
    const { service, path, upload } = await openUpload(t, {
      interceptStore(_, response) {
        if (isChanged) return false;
        isChanged = true;
        void change(path).then(() => response.writeHead(503).end());
        return true;
      },
    });
    await t.throwsAsync(upload(), { instanceOf: ReelsightError, message: /while it was uploaded/ });
    t.is(service.objects.size, 0);
    t.is(service.openUploads.size, 0);
  }
});
