import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import test from 'ava';
import { createObjectStoreServer, type InterceptedRequest } from '../../../tools/local-aws/object-store/server.ts';
import { ask, codeOf, connect, readText, startObjectStore } from '../../helpers/object-store-server.ts';

const seen: InterceptedRequest[] = [];
const store = await startObjectStore({
  intercept: (asked) => {
    seen.push(asked);
    return undefined;
  },
});
test.after.always(store.close);

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

test('an object has the MD5 of its bytes as ETag, its type and its time', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const Body = Buffer.from('hello');
  const { ETag } = await client.send(new PutObjectCommand({ Bucket, Key: 'a.txt', Body, ContentType: 'text/plain' }));
  t.is(ETag, `"${md5(Body)}"`);
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a.txt' }));
  t.like(head, { ETag, ContentLength: 5, ContentType: 'text/plain', AcceptRanges: 'bytes' });
  t.true(Math.abs(Date.now() - Number(head.LastModified)) < 60_000);
});

test('ranges are those of S3', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));
  const { ContentRange } = await client.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=2-4' }));
  t.is(ContentRange, 'bytes 2-4/10');
  for (const [range, expected] of [
    ['bytes=2-4', '234'],
    ['bytes=7-', '789'],
    ['bytes=-3', '789'],
    ['bytes=-30', '0123456789'],
    ['bytes=8-100', '89'],
    ['bytes=5-2', '0123456789'],
    ['lines=1-2', '0123456789'],
  ] as const)
    t.is(await readText(client, Bucket, 'k', range), expected, range);
  for (const range of ['bytes=10-', 'bytes=-0'])
    await t.throwsAsync(readText(client, Bucket, 'k', range), { name: 'InvalidRange' });
  t.is(
    await codeOf(await ask(`${store.url}/${Bucket}/k`, { headers: { range: 'bytes=0-1,4-5' } })),
    '501 NotImplemented',
  );
});

test('conditions on reading', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const { ETag = '' } = await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));
  const get = (headers: Record<string, string>) => ask(`${store.url}/${Bucket}/k`, { headers });
  t.is((await get({ 'if-match': ETag })).status, 200);
  t.is(await codeOf(await get({ 'if-match': '"other"' })), '412 PreconditionFailed');
  t.is((await get({ 'if-none-match': ETag })).status, 304);
  t.is((await get({ 'if-none-match': '"other"' })).status, 200);
  t.is((await get({ range: 'bytes=0-1', 'if-range': ETag })).status, 206);
  t.is((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status, 200);
});

test('of two who write only if there is nothing, one wins', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const put = (size: number) =>
    client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: Buffer.alloc(size), IfNoneMatch: '*' }));
  const results = await Promise.allSettled([3_000_000, 2_000_000, 1_000_000].map(put));
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1);
});

test('keys are names, not paths', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const keys = [
    'a',
    'a/',
    'a//b',
    'a/b',
    '../up',
    '.',
    '/lead',
    'ä ö+%2F?#&=<>"',
    `long/${'x'.repeat(1000)}`,
    '𝕏',
    '～',
  ];
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  for (const key of keys) t.is(await readText(client, Bucket, key), key);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  t.deepEqual(
    Contents.map(({ Key }) => Key),
    inOrder,
  );
  t.is(
    await codeOf(await ask(`${store.url}/${Bucket}/${'x'.repeat(1025)}`, { method: 'PUT', body: '' })),
    '400 KeyTooLongError',
  );
  t.is(await codeOf(await ask(`${store.url}/..%2fetc/passwd`)), '400 InvalidBucketName');
  t.is(await codeOf(await ask(`${store.url}/${Bucket}/%ff`)), '400 InvalidURI');
});

test('listing goes page by page', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  for (const Key of ['a', 'b/1', 'b/2', 'b/3', 'c'])
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const list = (input: object) => client.send(new ListObjectsV2Command({ Bucket, ...input }));
  const first = await list({ Prefix: 'b/', MaxKeys: 2 });
  t.like(first, { IsTruncated: true, KeyCount: 2 });
  const second = await list({ Prefix: 'b/', MaxKeys: 2, ContinuationToken: first.NextContinuationToken });
  t.like(second, { IsTruncated: false, KeyCount: 1 });
  t.deepEqual(
    [...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key),
    ['b/1', 'b/2', 'b/3'],
  );
  t.like(await list({ MaxKeys: 0 }), { KeyCount: 0, IsTruncated: false });
  t.is((await list({ StartAfter: 'b/3' })).Contents?.[0]?.Key, 'c');
});

test('deleting takes an object away, and does no harm twice', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  for (let i = 0; i < 2; i++) await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
  await t.throwsAsync(readText(client, Bucket, 'k'), { name: 'NoSuchKey' });
});

test('buckets are made once, and told apart', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  await client.send(new HeadBucketCommand({ Bucket }));
  await t.throwsAsync(client.send(new CreateBucketCommand({ Bucket })), { name: 'BucketAlreadyOwnedByYou' });
  await t.throwsAsync(client.send(new HeadBucketCommand({ Bucket: 'absent' })), { name: 'NotFound' });
  await t.throwsAsync(client.send(new PutObjectCommand({ Bucket: 'absent', Key: 'k', Body: 'x' })), {
    name: 'NoSuchBucket',
  });
});

test('who does not sign is not let in', async (t) => {
  const { bucket } = await store.open();
  t.is(await codeOf(await fetch(`${store.url}/${bucket}/k`)), '403 AccessDenied');
  const noTime = 'X-Amz-Signature=1&X-Amz-Credential=me%2F1&X-Amz-Expires=5';
  t.is(await codeOf(await fetch(`${store.url}/${bucket}/k?${noTime}`)), '400 AuthorizationQueryParametersError');
});

test('what is intercepted tells who asks for what', async (t) => {
  const { client, bucket } = await store.open();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a b', Body: 'x', Tagging: 'kind=test' }));
  await fetch(await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: 'a b' })));
  const mine = seen.filter((asked) => asked.bucket === bucket && asked.key === 'a b');
  t.deepEqual(
    mine.map(({ method, accessKeyId, exists, headers }) => [method, accessKeyId, exists, headers.get('x-amz-tagging')]),
    [
      ['PUT', 'tester', false, 'kind=test'],
      ['GET', 'tester', true, undefined],
    ],
  );
  t.true(mine[1]?.url.startsWith(`/${bucket}/a%20b?`));
  await fetch(`${store.url}/${bucket}/open`);
  t.is(seen.find(({ key }) => key === 'open')?.accessKeyId, null);
});

test('what is not implemented is refused by its name', async (t) => {
  const { client, bucket: Bucket } = await store.open();
  const refusals: [string, () => Promise<unknown>][] = [
    ['ListBuckets', () => client.send(new ListBucketsCommand({}))],
    ['GET (bucket) with no query', () => client.send(new ListObjectsCommand({ Bucket }))],
    ['delimiter', () => client.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }))],
    ['GET (object) with the query tagging', () => client.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }))],
    ['versionId', () => client.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: '1' }))],
    ['x-amz-copy-source', () => client.send(new CopyObjectCommand({ Bucket, Key: 'k', CopySource: `${Bucket}/a` }))],
    ['x-amz-acl', () => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ACL: 'public-read' }))],
    ['if-match', () => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', IfMatch: '"1"' }))],
    ['If-None-Match', () => client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', IfNoneMatch: '"1"' }))],
  ];
  for (const [name, refusal] of refusals) {
    const error = await t.throwsAsync(refusal(), { name: 'NotImplemented' }, name);
    t.true(error?.message.includes(name), `${name}: ${error?.message}`);
  }
  t.is(await codeOf(await ask(`${store.url}/${Bucket}/k`, { method: 'PATCH' })), '501 NotImplemented');
});

test('what was written is there after a new start', async (t) => {
  const first = await startObjectStore();
  const { client, bucket: Bucket } = await first.open();
  await client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'kept', ContentType: 'text/plain' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a/gone', Body: 'x' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a/b', Body: 'kept!', ContentType: 'text/plain' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/gone' }));
  t.is(readdirSync(`${first.folder}/${Bucket}`).length, 2, 'one object is one record and its bytes');
  const second = await createObjectStoreServer({ folder: first.folder });
  const reader = connect(second.url);
  t.is(await readText(reader, Bucket, 'a/b'), 'kept!');
  t.is((await reader.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 1);
  reader.destroy();
  await second.close();
  await first.close();
});
