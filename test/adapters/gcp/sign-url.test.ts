import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { signUrl } from '../../../src/adapters/gcp/sign-url.ts';
import { createStorageClient } from '../../../src/adapters/gcp/storage-client.ts';
import { createGcsStore } from '../../../src/adapters/gcp/store.ts';
import { createGcsUploads } from '../../../src/adapters/gcp/uploads.ts';
import { createGcsVideos } from '../../../src/adapters/gcp/videos.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import { startGcs, TESTER } from '../../helpers/gcs-server.ts';
import { createTokenServer } from '../../helpers/token-server.ts';

/** An account without a key, as functions have it. */
const tokens = await createTokenServer();
const store = await startGcs();
process.env['GCE_METADATA_HOST'] = await tokens.openMetadata(TESTER, 'project');
process.env['METADATA_SERVER_DETECTION'] = 'assume-present';
test.after.always(() => Promise.all([tokens.close(), store.close()]));

const signer = (endpoint: string) =>
  createStorageClient({ REELSIGHT_STORAGE_ENDPOINT: store.url, REELSIGHT_API_ENDPOINT: endpoint });
const options = { action: 'read', seconds: 60 } as const;

/** Google's IAM, which answers so. */
async function serveIam(t: ExecutionContext, answer: (response: ServerResponse) => void) {
  const server = createServer((_, response) => answer(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return signer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** As Google's APIs refuse. */
const refuse = (code: number, reason: string) => (response: ServerResponse) => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message: 'no luck', details } }));
};

test('an account without a key has its URLs signed', async (t) => {
  const file = signer(tokens.url).bucket('b').file('a/b', { generation: '7' });
  const url = new URL(await signUrl(file, { ...options, queryParams: { partNumber: '1' } }));
  t.is(url.pathname, '/b/a/b');
  t.like(Object.fromEntries(url.searchParams), { 'X-Goog-Expires': '60', partNumber: '1', generation: '7' });
});

for (const [what, answer] of Object.entries({
  'IAM that asks to be called less often': refuse(429, 'RATE_LIMIT_EXCEEDED'),
  'IAM that is unavailable': refuse(503, ''),
  'a connection that breaks': (response: ServerResponse) => response.socket!.destroy(),
}))
  test(`${what} may sign later`, async (t) => {
    const storage = await serveIam(t, answer);
    const error = await t.throwsAsync(signUrl(storage.bucket('b').file('k'), options), { instanceOf: ReelsightError });
    t.like(error, { kind: 'storage', retryable: true });
    t.regex(error!.message, /^Cannot sign a link to gs:\/\/b\/k: /);
  });

test('a refusal names the permission of signing and its role, whatever is signed for', async (t) => {
  const storage = await serveIam(t, refuse(403, 'IAM_PERMISSION_DENIED'));
  const { bucket } = await store.open();
  const message = /iam\.serviceAccounts\.signBlob.+roles\/iam\.serviceAccountTokenCreator/;
  const videos = createGcsVideos({ storage, bucket, videoBuckets: [] });
  const video = { uri: `gs://${bucket}/videos/a.mp4`, name: 'a.mp4', sizeBytes: 9, version: '1' };
  for (const act of [
    () => createGcsStore({ storage, bucket }).link('k'),
    () => createGcsUploads({ storage, bucket }).begin('uploads/a.mp4', 9),
    () => videos.open(video, 0, 8, new AbortController().signal),
  ]) {
    const error = await t.throwsAsync(act, { instanceOf: ReelsightError, message });
    t.like(error, { kind: 'denied', retryable: false });
    t.notRegex(error!.message, /storage\.objects/);
  }
});

test('an API of signing that is not enabled is told', async (t) => {
  const storage = await serveIam(t, refuse(403, 'SERVICE_DISABLED'));
  const error = await t.throwsAsync(signUrl(storage.bucket('b').file('k'), options), { message: /not enabled/ });
  t.like(error, { kind: 'environment', retryable: false });
});

test('of signatures at once each tells its own failure', async (t) => {
  let asked = 0;
  const storage = await serveIam(t, (response) =>
    ++asked % 2 ? refuse(403, '')(response) : refuse(401, '')(response),
  );
  const file = storage.bucket('b').file('k');
  const signing = [1, 2, 3, 4].map(() => signUrl(file, options).catch(({ kind }: ReelsightError) => kind));
  t.deepEqual((await Promise.all(signing)).toSorted(), ['denied', 'denied', 'environment', 'environment']);
});

test('a signature that does not come is given up', async (t) => {
  const storage = await serveIam(t, () => {});
  const error = await t.throwsAsync(signUrl(storage.bucket('b').file('k'), options, 100));
  t.like(error, { kind: 'storage', retryable: true });
});

test('credentials that are missing stay what they are', async (t) => {
  const storage = createStorageClient({}, { credentials: { type: 'unheard-of' } as object });
  const error = await t.throwsAsync(signUrl(storage.bucket('b').file('k'), options), { message: /gcloud auth/ });
  t.like(error, { kind: 'environment', retryable: false });
});
