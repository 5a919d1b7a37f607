import test from 'ava';
import { createStorageClient } from '../../../src/adapters/gcp/storage-client.ts';
import { createGcsUploads } from '../../../src/adapters/gcp/uploads.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import { patternOf } from '../../contract/s3.ts';
import { startGcs, TESTER } from '../../helpers/gcs-server.ts';
import { createTokenServer } from '../../helpers/token-server.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const store = await startGcs();
const tokens = await createTokenServer();
test.after.always(() => Promise.all([store.close(), tokens.close()]));

test('two hundred parts are signed, for half a day, without what a caller would have to send', async (t) => {
  const uploads = createGcsUploads(await store.open());
  const { partUrls, partSizeBytes } = await uploads.begin('uploads/a/long.mp4', 8000 * MIB);
  t.is(partUrls.length, 200);
  t.is(partSizeBytes, 40 * MIB);
  t.deepEqual(
    partUrls.map((url) => Number(new URL(url).searchParams.get('partNumber'))),
    Array.from({ length: 200 }, (_, i) => i + 1),
  );
  const { searchParams } = new URL(partUrls[199]!);
  t.true(Math.abs(Number(searchParams.get('X-Goog-Expires')) - 43200) <= 1);
  t.is(searchParams.get('X-Goog-SignedHeaders'), 'host');
});

test('parts are not larger than the store takes: a huge file has more of them', async (t) => {
  const uploads = createGcsUploads(await store.open());
  const { partUrls, partSizeBytes } = await uploads.begin('uploads/a/huge.mp4', 2000 * GIB);
  t.is(partSizeBytes, 5 * GIB);
  t.is(partUrls.length, 400);
  const error = await t.throwsAsync(uploads.begin('uploads/a/huge.mp4', 5001 * GIB), { instanceOf: ReelsightError });
  t.is(error?.kind, 'input');
});

test.serial('an account without a key has its URLs signed, some at a time', async (t) => {
  process.env['GCE_METADATA_HOST'] = await tokens.openMetadata(TESTER, 'project');
  process.env['METADATA_SERVER_DETECTION'] = 'assume-present';
  const storage = createStorageClient({
    REELSIGHT_STORAGE_ENDPOINT: store.url,
    REELSIGHT_API_ENDPOINT: tokens.url,
  });
  const { bucket } = await store.open();
  const uploads = createGcsUploads({ storage, bucket });
  const { uploadId, partUrls } = await uploads.begin('uploads/a/long.mp4', 8000 * MIB);
  t.is(new Set(partUrls).size, 200);
  t.is(new URL(partUrls[0]!).searchParams.get('X-Goog-Credential')?.split('/')[0], TESTER);
  const { status, headers } = await fetch(partUrls[0]!, { method: 'PUT', body: patternOf(100) });
  t.is(status, 200);
  await uploads.complete('uploads/a/long.mp4', uploadId, [headers.get('etag') ?? '']);
});

test('an upload that was aborted cannot be completed', async (t) => {
  const uploads = createGcsUploads(await store.open());
  const { uploadId, partUrls } = await uploads.begin('uploads/a/b.mp4', 100);
  const { headers } = await fetch(partUrls[0]!, { method: 'PUT', body: patternOf(100) });
  await uploads.abort('uploads/a/b.mp4', uploadId);
  const completing = uploads.complete('uploads/a/b.mp4', uploadId, [headers.get('etag') ?? '']);
  const error = await t.throwsAsync(completing, { instanceOf: ReelsightError, message: /Begin a new one/ });
  t.is(error?.kind, 'input');
});

test('another upload of the same key is not taken for one whose answer was lost', async (t) => {
  const uploads = createGcsUploads(await store.open());
  const first = await uploads.begin('uploads/a/b.mp4', 100);
  const second = await uploads.begin('uploads/a/b.mp4', 100);
  const { headers } = await fetch(first.partUrls[0]!, { method: 'PUT', body: patternOf(100) });
  const etags = [headers.get('etag') ?? ''];
  await uploads.complete('uploads/a/b.mp4', first.uploadId, etags);
  await uploads.abort('uploads/a/b.mp4', second.uploadId);
  await t.throwsAsync(uploads.complete('uploads/a/b.mp4', second.uploadId, etags), { message: /Begin a new one/ });
  t.is(await uploads.complete('uploads/a/b.mp4', first.uploadId, etags), uploads.addressOf('uploads/a/b.mp4'));
});

test('what is not an upload at all is told', async (t) => {
  const uploads = createGcsUploads(await store.open());
  await t.throwsAsync(uploads.complete('uploads/a/b.mp4', 'nonsense', ['"1"']), { message: /Begin a new one/ });
  await t.notThrowsAsync(uploads.abort('uploads/a/b.mp4', 'nonsense'));
});

test('a part may be sent again, and the last one counts', async (t) => {
  const { storage, bucket } = await store.open();
  const uploads = createGcsUploads({ storage, bucket });
  const { uploadId, partUrls } = await uploads.begin('uploads/a/b.mp4', 100);
  const send = async (n: number) =>
    (await fetch(partUrls[0]!, { method: 'PUT', body: patternOf(n) })).headers.get('etag') ?? '';
  const first = await send(99);
  const second = await send(100);
  await t.throwsAsync(uploads.complete('uploads/a/b.mp4', uploadId, [first]), { message: /ETags in order/ });
  t.is(await uploads.complete('uploads/a/b.mp4', uploadId, [second]), `gs://${bucket}/uploads/a/b.mp4`);
});
