import test from 'ava';
import { grantsOf } from '../../helpers/google-apis/policies.ts';
import { Refusal } from '../../helpers/google-apis/refusal.ts';
import type { State } from '../../helpers/google-apis/state.ts';
import { PROJECT, PROJECT_NUMBER } from '../../helpers/google-apis/state.ts';
import { createService } from './service.ts';

const PLAN = `films-dev-plan@${PROJECT}.iam.gserviceaccount.com`;
const VIEWER = `roles/storage.objectViewer serviceAccount:${PLAN}`;
const SOMEBODY = { role: 'roles/storage.admin', members: ['user:owner@example.com'] };
const THEIRS = 'roles/storage.admin user:owner@example.com';

/** A bucket that its owner lets the deployer share. */
function addBucket(state: State, name: string): void {
  state.buckets.set(name, {
    name,
    projectNumber: PROJECT_NUMBER,
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true } },
  });
  state.policies.set(`b/${name}`, { etag: 1, bindings: [SOMEBODY] });
}

const viewerOf = (...names: string[]) =>
  names.map((name) => ({ role: 'roles/storage.objectViewer', bucket: `gs://${name}` }));

test('roles on buckets of others come and go with the YAML, and whose they are stays as it is', async (t) => {
  const { service, google } = await createService(t);
  const { state, calls } = google;
  for (const name of ['studio', 'film.archive']) addBucket(state, name);
  await service.change((yaml) => yaml.functions.plan.roles.push(...viewerOf('studio', 'film.archive')));
  await service.run('deploy');
  t.deepEqual(grantsOf(state, 'b/studio'), [VIEWER, THEIRS].sort());
  t.deepEqual(grantsOf(state, 'b/film.archive'), [VIEWER, THEIRS].sort());
  t.regex(state.accounts.get(PLAN).description, /function plan; has roles on gs:\/\/film\.archive gs:\/\/studio$/);

  calls.length = 0;
  await service.run('deploy');
  t.deepEqual(
    calls.filter((id) => /setIamPolicy|\.patch$/.test(id)),
    [],
  );

  await service.change((yaml) => yaml.functions.plan.roles.pop());
  await service.run('deploy');
  t.deepEqual(grantsOf(state, 'b/studio'), [VIEWER, THEIRS].sort());
  t.deepEqual(grantsOf(state, 'b/film.archive'), [THEIRS]);
  t.regex(state.accounts.get(PLAN).description, /function plan; has roles on gs:\/\/studio$/);

  await service.run('remove');
  t.deepEqual(grantsOf(state, 'b/studio'), [THEIRS]);
  t.deepEqual([...state.buckets.keys()].sort(), ['film.archive', 'studio']);
});

test('a function that is gone leaves nothing on a bucket of others', async (t) => {
  const { service, google } = await createService(t);
  addBucket(google.state, 'studio');
  await service.change((yaml) => yaml.functions.onUpload.roles.push(...viewerOf('studio')));
  await service.run('deploy');
  t.is(grantsOf(google.state, 'b/studio').length, 2);
  await service.change((yaml) => delete yaml.functions.onUpload);
  await service.run('deploy');
  t.deepEqual(grantsOf(google.state, 'b/studio'), [THEIRS]);
});

test('a bucket of others that is gone stops nothing, once nobody names it', async (t) => {
  const { service, google } = await createService(t);
  addBucket(google.state, 'studio');
  await service.change((yaml) => yaml.functions.plan.roles.push(...viewerOf('studio')));
  await service.run('deploy');
  google.state.buckets.delete('studio');
  await t.throwsAsync(service.run('deploy'), { name: 'ServerlessError', message: /^There is no bucket gs:\/\/studio/ });
  await service.change((yaml) => yaml.functions.plan.roles.pop());
  await service.run('deploy');
  t.notRegex(google.state.accounts.get(PLAN).description, /studio/);
});

test('says what the owner of a bucket must give, and removes the service all the same', async (t) => {
  const { service, google } = await createService(t);
  addBucket(google.state, 'studio');
  await service.change((yaml) => yaml.functions.plan.roles.push(...viewerOf('studio')));
  const refusal = new Refusal(403, 'deployer does not have storage.buckets.setIamPolicy access to the bucket.', {
    reason: 'forbidden',
  });
  const command = `gcloud storage buckets add-iam-policy-binding gs://studio --member serviceAccount:deployer@${PROJECT}.iam.gserviceaccount.com --role roles/storage.admin`;
  // The first is the service's own.
  google.state.buckets.get('studio').projectNumber = '1';
  const { message } = await t.throwsAsync(service.run('deploy'), { name: 'ServerlessError' });
  t.true(message.includes(command), message);
  google.state.buckets.get('studio').projectNumber = PROJECT_NUMBER;
  await service.run('deploy');

  google.refuse('storage.buckets.setIamPolicy', refusal);
  google.state.objects.set(`films-dev-${PROJECT}`, new Set());
  const { stderr } = await service.run('remove');
  t.true(stderr.includes(command), stderr);
  t.is(google.state.accounts.size, 0);
});

test('tells when the accounts cannot remember all buckets of others', async (t) => {
  const { service } = await createService(t);
  const names = Array.from({ length: 20 }, (_, i) => `bucket-${i}-${'x'.repeat(40)}`);
  await service.change((yaml) => yaml.functions.plan.roles.push(...viewerOf(...names)));
  await t.throwsAsync(service.run('deploy'), { name: 'ServerlessError', message: /no room is left for bucket-/ });
});

test('names of the own bucket mean the own bucket', async (t) => {
  const { service, google } = await createService(t);
  await service.change((yaml) => yaml.functions.plan.roles.push(...viewerOf(`films-dev-${PROJECT}`)));
  await service.run('deploy');
  t.is(grantsOf(google.state, `b/films-dev-${PROJECT}`).length, 2);
  t.notRegex(google.state.accounts.get(PLAN).description, /has roles on/);
});
