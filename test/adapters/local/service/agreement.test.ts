import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { createServiceClient } from '../../../../src/adapters/local/service/client.ts';
import { downloadResult } from '../../../../src/adapters/local/service/download.ts';
import { parseEndpoint } from '../../../../src/adapters/local/signing/endpoint.ts';
import { picturePaths, ReelsightError } from '../../../../src/core/index.ts';
import { createApi } from '../../../../src/service/index.ts';
import { keysOf } from '../../../../src/service/keys.ts';
import { createFakeCloud, uploadOf, videoBytes } from '../../../helpers/fake-cloud.ts';
import { reportText } from '../../../helpers/fake-service.ts';
import { createSampleReport } from '../../../helpers/sample-report.ts';

const VIDEO = 's3://b/videos/film.mp4';

/** The client, and the service's own API behind a port. */
async function open(t: ExecutionContext, videos?: Record<string, Buffer>) {
  const cloud = createFakeCloud(videos);
  const app = createApi(cloud.context);
  const server = createServer(async (request, response) => {
    const blocks: Buffer[] = [];
    for await (const block of request) blocks.push(block);
    const answer = await app.request(request.url!, {
      method: request.method!,
      headers: request.headers as Record<string, string>,
      ...(blocks.length > 0 && { body: Buffer.concat(blocks) }),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = createServiceClient({
    endpoint: parseEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    authorizer: { authorize: async () => ({}), advice: '' },
    signal: new AbortController().signal,
    retryPauseMs: 1,
  });
  return { ...cloud, client };
}

test('the client understands what the service answers about an analysis', async (t) => {
  const { client, started } = await open(t);
  const { id, attempt } = await client.start({ video: VIDEO, options: { preset: 'fast' }, idempotencyKey: 'one' });
  t.deepEqual(started, [{ id, attempt }]);
  t.like(await client.find(id), { id, attempt: 1, status: 'queued', name: 'film.mp4', video: VIDEO });
  const early = await t.throwsAsync(client.download(id, 'report.json'), { instanceOf: ReelsightError });
  t.regex(early.message, /no result: it is queued/);
  t.is((await client.cancel(id)).status, 'cancelled');
  const unknown = await t.throwsAsync(client.find('f'.repeat(32)), { instanceOf: ReelsightError });
  t.is(unknown.kind, 'not-found');
});

test('a result comes down as the service keeps it', async (t) => {
  const { client, store } = await open(t);
  const { id } = await client.start({ video: VIDEO, options: { preset: 'balanced' } });
  const report = { ...createSampleReport({ shotCount: 3 }), id };
  const keys = keysOf(id);
  await store.put(keys.reportJson, Buffer.from(reportText(report)));
  const paths = picturePaths(report);
  for (const path of paths) await store.put(keys.thumbnail(path.replace('thumbnails/', '')), Buffer.from(path));
  const status = { id, attempt: 1, status: 'succeeded', error: null, finishedAt: new Date().toISOString() };
  await store.put(keys.status(1), Buffer.from(JSON.stringify(status)));
  const result = await downloadResult(id, {
    client,
    signal: new AbortController().signal,
    onPictures: () => {},
    warn: (message) => t.fail(message),
  });
  t.is(reportText(result.report), reportText(report));
  t.true(paths.length > 3);
  for (const path of paths) t.is(Buffer.from(await result.readThumbnail(path)).toString(), path);
});

test('an upload is begun, completed and dropped with what the service takes', async (t) => {
  const bytes = videoBytes(1, 250 - 12);
  const { request, address } = await uploadOf(bytes, 'Ünïcode film.mp4');
  const { client, store, completed } = await open(t, { [address]: bytes });
  const session = await client.beginUpload(request);
  if (session.uploadId === null) return t.fail();
  t.is(session.partUrls.length, 3);
  const { key, uploadId } = session;
  t.is(await client.completeUpload({ key, uploadId, etags: ['"1"', '"2"', '"3"'] }), session.video);
  t.deepEqual(completed, [key]);
  await client.abortUpload({ key, uploadId });
  await store.put(key, bytes);
  t.like(await client.beginUpload(request), { uploadId: null, video: session.video });
});
