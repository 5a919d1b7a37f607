import test from 'ava';
import { createS3Uploads } from '../../../src/adapters/aws/uploads.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import { patternOf } from '../../contract/s3.ts';
import { startObjectStore } from '../../helpers/object-store-server.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const store = await startObjectStore();
test.after.always(store.close);

test('a thousand parts are signed, for half a day, without what a caller would have to send', async (t) => {
  const uploads = createS3Uploads(await store.open());
  const { partUrls } = await uploads.begin('uploads/a/long.mp4', 8000 * MIB);
  t.is(partUrls.length, 1000);
  t.deepEqual(
    partUrls.map((url) => Number(new URL(url).searchParams.get('partNumber'))),
    Array.from({ length: 1000 }, (_, i) => i + 1),
  );
  const { searchParams } = new URL(partUrls[999]!);
  t.is(searchParams.get('X-Amz-Expires'), '43200');
  t.is(searchParams.get('X-Amz-SignedHeaders'), 'host');
  t.deepEqual(
    [...searchParams.keys()].filter((name) => name.includes('checksum')),
    [],
  );
});

test('what S3 cannot hold is refused', async (t) => {
  const uploads = createS3Uploads(await store.open());
  const error = await t.throwsAsync(uploads.begin('uploads/a/huge.mp4', 5001 * GIB), { instanceOf: ReelsightError });
  t.is(error?.kind, 'input');
});

test('an upload that was aborted cannot be completed', async (t) => {
  const uploads = createS3Uploads(await store.open());
  const { uploadId, partUrls } = await uploads.begin('uploads/a/b.mp4', 100);
  const { headers } = await fetch(partUrls[0]!, { method: 'PUT', body: patternOf(100) });
  await uploads.abort('uploads/a/b.mp4', uploadId);
  const completing = uploads.complete('uploads/a/b.mp4', uploadId, [headers.get('etag') ?? '']);
  const error = await t.throwsAsync(completing, { instanceOf: ReelsightError, message: /Begin a new one/ });
  t.is(error?.kind, 'input');
});

test('a part may be sent again, and the last one counts', async (t) => {
  const { client, bucket } = await store.open();
  const uploads = createS3Uploads({ client, bucket });
  const { uploadId, partUrls } = await uploads.begin('uploads/a/b.mp4', 100);
  const send = async (n: number) =>
    (await fetch(partUrls[0]!, { method: 'PUT', body: patternOf(n) })).headers.get('etag') ?? '';
  const first = await send(99);
  const second = await send(100);
  await t.throwsAsync(uploads.complete('uploads/a/b.mp4', uploadId, [first]), { message: /ETags in order/ });
  t.is(await uploads.complete('uploads/a/b.mp4', uploadId, [second]), `s3://${bucket}/uploads/a/b.mp4`);
});
