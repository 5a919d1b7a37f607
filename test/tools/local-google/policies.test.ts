import test from 'ava';
import { createGcsStore } from '../../../src/adapters/gcp/store.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import type { InterceptedRequest } from '../../../tools/local-google/object-store/server.ts';
import { allows, createPolicyCheck, permissionsOf, type RoleBinding } from '../../../tools/local-google/policies.ts';
import { collect } from '../../helpers/collect.ts';
import { connect, startGcs } from '../../helpers/gcs-server.ts';

const VIDEOS: readonly RoleBinding[] = [
  { role: 'roles/storage.objectViewer', prefix: 'videos/' },
  { role: 'roles/storage.objectCreator', prefix: 'analyses/' },
];

for (const [bindings, permission, key, expected] of [
  [VIDEOS, 'storage.objects.get', 'videos/a/b.mp4', true],
  [VIDEOS, 'storage.objects.get', 'videosa.mp4', false],
  [VIDEOS, 'storage.objects.get', 'analyses/1/report.json', false],
  [VIDEOS, 'storage.objects.create', 'videos/a.mp4', false],
  [VIDEOS, 'storage.objects.create', 'analyses/1/report.json', true],
  [VIDEOS, 'storage.objects.delete', 'analyses/1/report.json', false],
  [VIDEOS, 'storage.objects.list', 'videos/', false],
  [[{ role: 'roles/storage.objectViewer' }], 'storage.objects.list', '', true],
  [[{ role: 'roles/storage.legacyBucketReader' }], 'storage.objects.list', '', true],
  [[{ role: 'roles/storage.legacyBucketReader' }], 'storage.objects.get', 'a', false],
  [[{ role: 'roles/storage.objectUser' }], 'storage.objects.delete', 'a', true],
  [[{ role: 'roles/storage.objectUser' }], 'storage.multipartUploads.abort', 'a', true],
] as const)
  test(`${permission} on ${key || 'the bucket'} is ${expected ? '' : 'not '}allowed by ${JSON.stringify(bindings)}`, (t) => {
    t.is(allows(bindings, permission, key), expected);
  });

for (const [operation, exists, expected] of [
  ['objects.get', true, ['storage.objects.get']],
  ['objects.get', false, ['storage.objects.get', 'storage.objects.list']],
  ['objects.list', false, ['storage.objects.list']],
  ['objects.insert', false, ['storage.objects.create']],
  ['objects.insert', true, ['storage.objects.create', 'storage.objects.delete']],
  ['objects.delete', true, ['storage.objects.delete']],
  ['multipart.create', false, ['storage.multipartUploads.create', 'storage.objects.create']],
  ['multipart.uploadPart', false, ['storage.multipartUploads.create', 'storage.objects.create']],
  ['multipart.complete', true, ['storage.multipartUploads.create', 'storage.objects.create', 'storage.objects.delete']],
  ['multipart.abort', false, ['storage.multipartUploads.abort']],
  ['buckets.get', false, ['storage.buckets.get']],
  ['buckets.insert', false, ['storage.buckets.create']],
] as const)
  test(`${operation}${exists ? ' of what is there' : ''} needs ${expected.join(' and ')}`, (t) => {
    t.deepEqual(permissionsOf({ operation, exists }), expected);
  });

test('a role that is not known is told, not passed over', (t) => {
  t.throws(() => allows([{ role: 'roles/storage.magician' }], 'storage.objects.get', 'a'), { message: /magician/ });
});

const WORKER = 'analyze-chunk@project.iam.gserviceaccount.com';

test('an account is held to its roles, the user is not, as Cloud Storage tells it', async (t) => {
  const check = createPolicyCheck(new Map([[WORKER, VIDEOS]]));
  const asked: InterceptedRequest[] = [];
  const server = await startGcs({
    intercept: (request) => {
      asked.push(request);
      return check(request);
    },
  });
  const { storage, bucket } = await server.open();
  const user = createGcsStore({ storage, bucket });
  const worker = createGcsStore({ storage: connect(server.url, WORKER), bucket });
  await user.put('videos/a.mp4', Uint8Array.of(1));
  t.is((await worker.get('videos/a.mp4')).length, 1);
  await worker.put('analyses/1/a.json', Uint8Array.of(1));

  const refusals: [string, () => Promise<unknown>][] = [
    ['storage.objects.create', () => worker.put('videos/b.mp4', Uint8Array.of(1))],
    ['storage.objects.delete', () => worker.put('analyses/1/a.json', Uint8Array.of(2))],
    ['storage.objects.list', () => worker.get('videos/none.mp4')],
    ['storage.objects.list', () => collect(worker.list('videos/'))],
  ];
  for (const [permission, refusal] of refusals) {
    const error = await t.throwsAsync(refusal(), { instanceOf: ReelsightError, message: /access is denied/ });
    t.like(error, { kind: 'denied', retryable: false });
    t.true(String(error?.cause).includes(`${WORKER} does not have ${permission} access`), String(error?.cause));
  }
  const answer = await fetch(await worker.link('analyses/1/a.json'));
  t.regex(await answer.text(), /<Code>AccessDenied<\/Code>.*does not have storage\.objects\.get access/s);
  t.is(asked.at(-1)?.account, WORKER);
  await server.close();
});

test('a star in a prefix stands for anything, and what follows it must be there', (t) => {
  const bindings = [{ role: 'roles/storage.objectUser', prefix: 'analyses/*/chunks/' }];
  for (const [key, expected] of [
    ['analyses/a/chunks/00001.json', true],
    ['analyses/a/b/chunks/1', true],
    ['analyses/a/report.json', false],
    ['analyses//chunks/1', false],
    ['analyses/chunks/1', false],
    ['uploads/analyses/a/chunks/1', false],
  ] as const)
    t.is(allows(bindings, 'storage.objects.create', key), expected, key);
  t.false(allows(bindings, 'storage.objects.list', 'analyses/a/chunks/'));
});
