import test from 'ava';
import { createStorageClient } from '../../../src/adapters/gcp/storage-client.ts';
import { createGcsStore } from '../../../src/adapters/gcp/store.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import { testGcsAdapter } from '../../contract/gcs.ts';
import { startGcs } from '../../helpers/gcs-server.ts';

const store = await startGcs();
let now = Date.now();
const failures = new Map<string, number>();
const shaky = await startGcs({
  now: () => now,
  intercept: ({ key, method }) => {
    if (key === 'denied') return { status: 403, code: 'forbidden' };
    const seen = failures.get(`${method} ${key}`) ?? 0;
    failures.set(`${method} ${key}`, seen + 1);
    if (key === 'busy' && seen < 2) return { status: 503, code: 'backendError' };
    return undefined;
  },
});
test.after.always(() => Promise.all([store.close(), shaky.close()]));

testGcsAdapter(test, 'loopback Cloud Storage', store.open);

test('what is busy for a moment is asked again', async (t) => {
  const gcs = createGcsStore(await shaky.open());
  await gcs.put('busy', Uint8Array.of(1));
  t.deepEqual(Uint8Array.from(await gcs.get('busy')), Uint8Array.of(1));
  t.is(failures.get('POST busy'), 3);
  t.is(failures.get('GET busy'), 3);
});

test('what is denied is told with the permission that lacks', async (t) => {
  const gcs = createGcsStore(await shaky.open());
  const error = await t.throwsAsync(gcs.get('denied'), {
    instanceOf: ReelsightError,
    message: /storage\.objects\.get/,
  });
  t.like(error, { kind: 'denied', retryable: false });
  await t.throwsAsync(gcs.put('denied', Uint8Array.of(1)), { message: /storage\.objects\.create.*delete to replace/ });
});

test.serial('a link ends after a quarter of an hour', async (t) => {
  const gcs = createGcsStore(await shaky.open());
  await gcs.put('k.json', Buffer.from('{}'));
  const link = await gcs.link('k.json');
  now = Date.now() + 14 * 60_000;
  t.is((await fetch(link)).status, 200);
  now = Date.now() + 16 * 60_000;
  const answer = await fetch(link);
  t.is(answer.status, 400);
  t.regex(await answer.text(), /<Code>ExpiredToken<\/Code>/);
  now = Date.now();
});

test('links point to the endpoint, with the bucket in the path, or to Google', async (t) => {
  const { storage, bucket } = await store.open();
  t.true((await createGcsStore({ storage, bucket }).link('a/b')).startsWith(`${store.url}/${bucket}/a/b?`));
  const credentials = (await storage.authClient.getCredentials()) as { client_email: string; private_key: string };
  const real = createStorageClient({}, { credentials });
  const link = await createGcsStore({ storage: real, bucket }).link('a/b');
  t.true(link.startsWith(`https://storage.googleapis.com/${bucket}/a/b?X-Goog-Algorithm=GOOG4-RSA-SHA256`), link);
});

test('credentials that cannot be read are told, and how to get some', async (t) => {
  const storage = createStorageClient(
    { REELSIGHT_STORAGE_ENDPOINT: store.url },
    { credentials: { type: 'unheard-of' } as object },
  );
  const gcs = createGcsStore({ storage, bucket: 'bucket-1' });
  for (const act of [() => gcs.put('k', new Uint8Array(1)), () => gcs.get('k'), () => gcs.link('k')]) {
    const error = await t.throwsAsync(act, { instanceOf: ReelsightError, message: /gcloud auth/ });
    t.like(error, { kind: 'environment', retryable: false });
  }
});

test('a store that cannot be reached may be there later', async (t) => {
  const storage = createStorageClient(
    { REELSIGHT_STORAGE_ENDPOINT: 'http://127.0.0.1:1' },
    { credentials: await store.storage.authClient.getCredentials() },
  );
  storage.retryOptions.autoRetry = false;
  const error = await t.throwsAsync(createGcsStore({ storage, bucket: 'b' }).put('k', new Uint8Array(1)));
  t.like(error, { kind: 'storage', retryable: true });
});
