import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import fc from 'fast-check';
import { readRelatedBody } from '../../../tools/local-google/object-store/related-body.ts';
import {
  type CreatedObject,
  createObjectStoreServer,
  type InterceptedRequest,
} from '../../../tools/local-google/object-store/server.ts';
import { issueAccessToken } from '../../../tools/local-google/tokens.ts';
import { patternOf } from '../../contract/s3.ts';
import { ask, codeOf, connect, readText, startGcs, TESTER } from '../../helpers/gcs-server.ts';

const MIB = 2 ** 20;
const seen: InterceptedRequest[] = [];
const created: CreatedObject[] = [];
const store = await startGcs({
  onCreated: (object) => created.push(object),
  intercept: (asked) => {
    seen.push(asked);
    return undefined;
  },
});
test.after.always(store.close);

const put = (bucket: string, key: string, body: string, query = '', headers: Record<string, string> = {}) =>
  ask(`${store.url}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(key)}${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain', ...headers },
  });

test('an object has a generation, checksums, its type and its time, in both APIs', async (t) => {
  const { storage, bucket } = await store.open();
  await storage.bucket(bucket).file('a.txt').save('hello', { resumable: false, contentType: 'text/plain' });
  const [metadata] = await storage.bucket(bucket).file('a.txt').getMetadata();
  const md5 = createHash('md5').update('hello').digest('base64');
  t.like(metadata, { name: 'a.txt', size: '5', contentType: 'text/plain', md5Hash: md5, crc32c: 'mnG7TA==' });
  t.regex(String(metadata.generation), /^\d{16}$/);
  t.true(Math.abs(Date.now() - Date.parse(metadata.updated ?? '')) < 60_000);
  const head = await ask(`${store.url}/${bucket}/a.txt`, { method: 'HEAD' });
  t.is(head.headers.get('x-goog-generation'), String(metadata.generation));
  t.is(head.headers.get('x-goog-hash'), `crc32c=mnG7TA==,md5=${md5}`);
  t.is(head.headers.get('content-length'), '5');
  t.like(
    created.find((one) => one.bucket === bucket),
    { key: 'a.txt', sizeBytes: 5, contentType: 'text/plain' },
  );
});

test('ranges are those of Cloud Storage', async (t) => {
  const { bucket } = await store.open();
  await put(bucket, 'k', '0123456789');
  for (const path of [`${bucket}/k`, `storage/v1/b/${bucket}/o/k?alt=media`]) {
    const get = (range: string) => ask(`${store.url}/${path}`, { headers: { range } });
    const answer = await get('bytes=2-4');
    t.is(answer.status, 206);
    t.is(answer.headers.get('content-range'), 'bytes 2-4/10');
    for (const [range, expected] of [
      ['bytes=2-4', '234'],
      ['bytes=7-', '789'],
      ['bytes=-3', '789'],
      ['bytes=8-100', '89'],
      ['lines=1-2', '0123456789'],
    ] as const)
      t.is(await (await get(range)).text(), expected, range);
    t.is((await get('bytes=10-')).status, 416);
    t.is((await get('bytes=0-1,4-5')).status, 501);
  }
});

test('conditions and names of generations', async (t) => {
  const { bucket } = await store.open();
  const { generation } = (await (await put(bucket, 'k', 'first')).json()) as { generation: string };
  t.is(await codeOf(await put(bucket, 'k', 'x', '&ifGenerationMatch=0')), '412 conditionNotMet');
  t.is(await codeOf(await put(bucket, 'k', 'x', '&ifGenerationMatch=1')), '412 conditionNotMet');
  t.is((await ask(`${store.url}/${bucket}/k?generation=${generation}`)).status, 200);
  t.is((await put(bucket, 'k', 'second', `&ifGenerationMatch=${generation}`)).status, 200);
  t.is(await codeOf(await ask(`${store.url}/${bucket}/k?generation=${generation}`)), '404 NoSuchKey');
  t.is(await codeOf(await ask(`${store.url}/storage/v1/b/${bucket}/o/k?generation=${generation}`)), '404 notFound');
});

test('of two who write only if there is nothing, one wins', async (t) => {
  const { bucket } = await store.open();
  const sizes = [3_000_000, 2_000_000, 1_000_000];
  const answers = await Promise.all(sizes.map((size) => put(bucket, 'k', 'x'.repeat(size), '&ifGenerationMatch=0')));
  t.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412]);
});

test('keys are names, not paths, and are listed in the order of their bytes, page by page', async (t) => {
  const { storage, bucket } = await store.open();
  const keys = ['a', 'a/', 'a//b', 'a/b', '/lead', 'ä ö+%2F?#&=<>"', `long/${'x'.repeat(1000)}`, '𝕏', '～'];
  for (const key of keys) t.is((await put(bucket, key, key)).status, 200, key);
  for (const key of keys) t.is(await readText(storage, bucket, key), key);
  const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const [files] = await storage.bucket(bucket).getFiles({ maxResults: 4 });
  t.deepEqual(
    files.map(({ name }) => name),
    inOrder.slice(0, 4),
  );
  const [all] = await storage.bucket(bucket).getFiles();
  t.deepEqual(
    all.map(({ name }) => name),
    inOrder,
  );
  t.is(await codeOf(await put(bucket, 'x'.repeat(1025), '')), '400 invalid');
  t.is(await codeOf(await ask(`${store.url}/${bucket}/%ff`)), '400 InvalidURI');
  t.is(await codeOf(await ask(`${store.url}/..%2fetc/passwd`)), '400 InvalidBucketName');
});

test('buckets are made once, and told apart; objects are deleted once', async (t) => {
  const { storage, bucket } = await store.open();
  t.true((await storage.bucket(bucket).exists())[0]);
  t.false((await storage.bucket('absent').exists())[0]);
  await t.throwsAsync(storage.createBucket(bucket), { message: /already own it/ });
  t.is(await codeOf(await put('absent', 'k', 'x')), '404 notFound');
  t.is(await codeOf(await ask(`${store.url}/absent/k`)), '404 NoSuchBucket');
  await put(bucket, 'k', 'x');
  await storage.bucket(bucket).file('k').delete();
  const error = await t.throwsAsync(storage.bucket(bucket).file('k').delete());
  t.like(error, { code: 404, errors: [{ reason: 'notFound' }] });
});

test('who does not say who they are is not let in', async (t) => {
  const { bucket } = await store.open();
  t.is(await codeOf(await fetch(`${store.url}/${bucket}/k`)), '401 AuthenticationRequired');
  t.is(await codeOf(await fetch(`${store.url}/storage/v1/b/${bucket}/o`)), '401 required');
  const stale = { authorization: `Bearer ${issueAccessToken(TESTER, Date.now() - 4000_000)}` };
  t.is(await codeOf(await fetch(`${store.url}/storage/v1/b/${bucket}/o`, { headers: stale })), '401 authError');
  const noTime = 'X-Goog-Signature=1&X-Goog-Credential=me%2F1&X-Goog-Expires=5';
  t.is(await codeOf(await fetch(`${store.url}/${bucket}/k?${noTime}`)), '400 AuthorizationQueryParametersError');
});

test('a signed URL may put, and set the type of what it gets', async (t) => {
  const { storage, bucket } = await store.open();
  const file = storage.bucket(bucket).file('a b');
  const expires = Date.now() + 60_000;
  const [to] = await file.getSignedUrl({ version: 'v4', action: 'write', expires });
  t.is((await fetch(to, { method: 'PUT', body: 'x' })).status, 200);
  const [from] = await file.getSignedUrl({ version: 'v4', action: 'read', expires, responseType: 'text/x' });
  t.is((await fetch(from)).headers.get('content-type'), 'text/x');
  const mine = seen.filter((asked) => asked.bucket === bucket && asked.key === 'a b');
  t.deepEqual(
    mine.map(({ operation, account, exists, api }) => [operation, account, exists, api]),
    [
      ['objects.insert', TESTER, false, 'xml'],
      ['objects.get', TESTER, true, 'xml'],
    ],
  );
});

test('bodies that are broken or other than told make no object', async (t) => {
  const own = await startGcs();
  const { storage, bucket } = await own.open();
  const putOwn = (headers: Record<string, string>) =>
    ask(`${own.url}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=k`, {
      method: 'POST',
      body: 'hello',
      headers,
    });
  t.is(await codeOf(await putOwn({ 'x-goog-hash': 'crc32c=AAAAAA==' })), '400 invalid');
  t.is(await codeOf(await putOwn({ 'content-md5': 'AAAAAA==' })), '400 invalid');
  const related = (body: string, type = 'multipart/related; boundary=b') =>
    ask(`${own.url}/upload/storage/v1/b/${bucket}/o?uploadType=multipart&name=k`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
  const head = '--b\r\ncontent-type: application/json\r\n\r\n{"crc32c":"AAAAAA=="}\r\n--b\r\n\r\n';
  t.is(await codeOf(await related(`${head}hello\r\n--b--`)), '400 invalid');
  t.is(await codeOf(await related(`${head}hello`)), '400 badRequest');
  t.is(await codeOf(await related('--b\r\n\r\nno json\r\n--b\r\n\r\n\r\n--b--')), '400 invalid');
  t.is(await codeOf(await related('hello', 'multipart/related')), '400 badRequest');
  t.deepEqual((await storage.bucket(bucket).getFiles())[0], []);
  t.deepEqual(readdirSync(`${own.folder}/.tmp`), []);
  await own.close();
});

test('bodies of two parts are read wherever the network cuts them', async (t) => {
  const bytes = 'bytes\r\n--b \r\n-\r\n--b-';
  const whole = Buffer.from(`--b\r\nA: b\r\n\r\n{"name":"ä"}\r\n--b\r\nContent-Type: text/x\r\n\r\n${bytes}\r\n--b--`);
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cuts, async (at) => {
      const ends = [...at.sort((a, b) => a - b), whole.length];
      const blocks = ends.map((end, i) => whole.subarray(ends[i - 1] ?? 0, end));
      const read = await readRelatedBody('multipart/related; boundary="b"', Readable.from(blocks));
      t.deepEqual([read.metadata, read.contentType], [{ name: 'ä' }, 'text/x']);
      t.is(Buffer.concat(await Readable.from(read.bytes).toArray()).toString(), bytes);
    }),
  );
});

test('a client that goes away in the middle leaves nothing', async (t) => {
  const own = await startGcs();
  const { storage, bucket } = await own.open();
  const outgoing = request(`${own.url}/${bucket}/k`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${issueAccessToken(TESTER)}`, 'content-length': 1_000_000 },
  });
  outgoing.on('error', () => {});
  outgoing.write(Buffer.alloc(100_000));
  const hasParts = async (count: number) => {
    for (let tries = 0; readdirSync(`${own.folder}/.tmp`).length !== count; tries++) {
      if (tries > 200) return false;
      await sleep(50);
    }
    return true;
  };
  t.true(await hasParts(1));
  outgoing.destroy();
  t.true(await hasParts(0));
  t.deepEqual((await storage.bucket(bucket).getFiles())[0], []);
  await own.close();
});

test('uploads in parts', async (t) => {
  const { storage, bucket } = await store.open();
  const path = `${store.url}/${bucket}/film.mp4`;
  const started = await ask(`${path}?uploads`, {
    method: 'POST',
    headers: { 'content-type': 'video/mp4', 'x-goog-meta-a': 'b' },
  });
  const uploadId = /<UploadId>([^<]+)</.exec(await started.text())?.[1] ?? '';
  const parts = [patternOf(5 * MIB), patternOf(1000), patternOf(10)];
  const etags: string[] = [];
  for (const [i, body] of parts.entries()) {
    const answer = await ask(`${path}?partNumber=${i + 1}&uploadId=${uploadId}`, { method: 'PUT', body });
    etags.push(answer.headers.get('etag') ?? '');
  }
  t.is(etags[1], `"${createHash('md5').update(parts[1]!).digest('hex')}"`);
  const complete = (numbers: number[]) => {
    const named = numbers.map((n) => `<Part><PartNumber>${n}</PartNumber><ETag>${etags[n - 1]}</ETag></Part>`);
    const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`;
    return ask(`${path}?uploadId=${uploadId}`, { method: 'POST', body });
  };
  t.is(await codeOf(await complete([2, 1])), '400 InvalidPartOrder');
  t.is(await codeOf(await complete([1, 4])), '400 InvalidPart');
  t.is(await codeOf(await complete([1, 2, 3])), '400 EntityTooSmall');
  t.is(await codeOf(await complete([])), '400 MalformedXML');
  t.is((await complete([1, 2])).status, 200);
  t.is(await codeOf(await complete([1, 2])), '404 NoSuchUpload');
  const [metadata] = await storage.bucket(bucket).file('film.mp4').getMetadata();
  t.like(metadata, { contentType: 'video/mp4', metadata: { a: 'b' }, size: String(5 * MIB + 1000) });
  t.is(metadata.md5Hash, undefined);
  const [got] = await storage.bucket(bucket).file('film.mp4').download();
  t.true(got.equals(Buffer.concat(parts.slice(0, 2))));
});

test('what is not implemented is refused by its name', async (t) => {
  const { storage, bucket } = await store.open();
  const file = storage.bucket(bucket).file('k');
  const refusals: [string, () => Promise<unknown>][] = [
    ['ifGenerationNotMatch', () => file.save('x', { resumable: false, preconditionOpts: { ifGenerationNotMatch: 1 } })],
    ['GET (json, service)', () => storage.getBuckets()],
    ['delimiter', () => storage.bucket(bucket).getFiles({ delimiter: '/' })],
    ['PATCH (json, object)', () => file.setMetadata({ contentType: 'text/x' })],
  ];
  storage.retryOptions.autoRetry = false;
  for (const [name, refusal] of refusals) {
    const error = await t.throwsAsync(refusal(), undefined, name);
    t.true(error?.message.includes(name), `${name}: ${error?.message}`);
  }
  await t.throwsAsync(file.save('x', { resumable: true }), { message: /status code 501/ });
  t.is(await codeOf(await ask(`${store.url}/${bucket}/k?acl`)), '501 NotImplemented');
  const acl = { 'x-goog-acl': 'public-read' };
  t.is(
    await codeOf(await ask(`${store.url}/${bucket}/k`, { method: 'PUT', body: 'x', headers: acl })),
    '501 NotImplemented',
  );
});

test('what was written is there after a new start', async (t) => {
  const first = await startGcs();
  const { storage, bucket } = await first.open();
  const file = storage.bucket(bucket).file('a/b');
  await file.save('kept', { resumable: false });
  await file.save('kept!', { resumable: false });
  const [{ generation }] = await file.getMetadata();
  t.is(readdirSync(`${first.folder}/${bucket}`).length, 2, 'one object is one record and its bytes');
  const second = await createObjectStoreServer({ folder: first.folder });
  const reader = connect(second.url);
  t.is(await readText(reader, bucket, 'a/b'), 'kept!');
  t.is((await reader.bucket(bucket).file('a/b').getMetadata())[0].generation, generation);
  await second.close();
  await first.close();
});
