import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { grantsOf } from '../../../helpers/google-apis/policies.ts';
import { PROJECT, STORAGE_AGENT } from '../../../helpers/google-apis/state.ts';
import { createService, readJson } from './sls.ts';

const BUCKET = `films-dev-${PROJECT}`;
const DEPLOYER = `deployer@${PROJECT}.iam.gserviceaccount.com`;

test('packages without any network, and to the same bytes', async (t) => {
  const { service, google } = await createService(t);
  // Nobody listens there, and there are no credentials.
  const environment = { GOOGLE_API_ENDPOINT: 'http://127.0.0.1:9', GCE_METADATA_HOST: '127.0.0.1:9', TZ: 'UTC' };
  const first = await service.sls('package', { environment });
  t.is(first.status, 0, first.stdout + first.stderr);
  t.deepEqual(google.calls, []);
  const folder = join(service.folder, '.build/gcp');
  t.deepEqual((await readdir(folder)).sort(), ['functions', 'onUpload.zip', 'plan.zip']);
  t.deepEqual((await readdir(join(folder, 'functions/plan'))).sort(), [
    'bin',
    'index.cjs',
    'package-lock.json',
    'package.json',
  ]);
  t.like(await readJson(join(folder, 'functions/plan/package.json')), { main: 'index.cjs', engines: { node: '24' } });
  const hash = async () =>
    createHash('sha256')
      .update(await readFile(join(folder, 'plan.zip')))
      .digest('hex');
  const before = await hash();
  t.is((await service.sls('package', { environment: { ...environment, TZ: 'Asia/Tokyo' } })).status, 0);
  t.is(await hash(), before);
});

test('deploys what was packaged elsewhere', async (t) => {
  const { service, google } = await createService(t);
  t.is((await service.sls('package --package out')).status, 0);
  await service.write('plan.ts', 'this is no code any more');
  const { status, stdout, stderr } = await service.sls('deploy --package out');
  t.is(status, 0, stdout + stderr);
  t.is(google.state.functions.size, 2);
});

test('deploys one function', async (t) => {
  const { service, google } = await createService(t);
  await service.deploy();
  google.calls.length = 0;
  const same = await service.sls('deploy function -f plan');
  t.is(same.status, 0, same.stdout + same.stderr);
  t.regex(same.stderr, /plan: unchanged/);
  const forced = await service.sls('deploy function -f plan --force');
  t.regex(forced.stderr, /plan: updated/);
  t.is(google.calls.filter((id) => id.endsWith('.functions.patch')).length, 1);
  const unknown = await service.sls('deploy function -f nobody');
  t.is(unknown.status, 1);
});

test('shows what is deployed and what is not', async (t) => {
  const { service } = await createService(t);
  const before = await service.sls('info');
  t.is(before.status, 0, before.stdout);
  t.regex(before.stdout, /plan +not deployed/);
  await service.deploy();
  const after = await service.sls('info');
  t.regex(after.stdout, /plan +https:\/\/films-dev-plan-abcdef-ew\.a\.run\.app/);
  t.regex(after.stdout, /analysis +films-dev\n/);
  t.true(after.stdout.includes(`gs://${BUCKET}`));
});

test('calls a function with a token, or says who may not', async (t) => {
  const { service, google } = await createService(t);
  await service.deploy();
  const refused = await service.sls('invoke -f plan');
  t.is(refused.status, 1);
  t.true(refused.stdout.includes(`--member serviceAccount:${DEPLOYER} --role roles/run.invoker`), refused.stdout);
  await service.change((yaml) => {
    yaml.functions.plan.invokers.push(`serviceAccount:${DEPLOYER}`);
  });
  google.state.accounts.set(DEPLOYER, { email: DEPLOYER });
  await service.deploy();
  const { status, stdout } = await service.sls('invoke -f plan --data {"id":1}');
  t.is(status, 0, stdout);
  t.deepEqual(JSON.parse(stdout), { called: 'plan', type: 'application/json', body: '{"id":1}' });
  const event = await service.sls('invoke -f plan --data {"specversion":"1.0"}');
  t.is(JSON.parse(event.stdout).type, 'application/cloudevents+json');
});

test('shows the log of a function and of a workflow, and follows it', async (t) => {
  const { service, google } = await createService(t);
  const entry = (text: string, resource: { type: string; labels: Record<string, string> }, ageSeconds = 0) =>
    google.state.logEntries.push({
      insertId: text,
      timestamp: new Date(Date.now() - ageSeconds * 1000).toISOString(),
      severity: 'INFO',
      textPayload: text,
      resource,
    });
  const run = { type: 'cloud_run_revision', labels: { service_name: 'films-dev-plan', location: 'europe-west1' } };
  entry('planned', run);
  entry('long ago', run, 7200);
  entry('of another', { ...run, labels: { ...run.labels, service_name: 'other' } });
  entry('started', {
    type: 'workflows.googleapis.com/Workflow',
    labels: { workflow_id: 'films-dev', location: 'europe-west1' },
  });
  const { status, stdout } = await service.sls('logs -f plan');
  t.is(status, 0, stdout);
  t.regex(stdout, /^\S+Z INFO +planned\n$/);
  t.regex((await service.sls('logs -f analysis')).stdout, /started/);
  t.regex((await service.sls('logs -f plan --startTime 3h')).stdout, /long ago/);
  t.regex((await service.sls('logs -f plan --startTime soon')).stdout, /--startTime takes 30s, 10m/);
  const tail = await service.sls('logs -f plan --tail --interval 50', {
    async killAfter() {
      const looks = () => google.calls.filter((id) => id === 'logging.entries.list').length;
      const before = looks();
      while (looks() < before + 2) await new Promise((done) => setTimeout(done, 20));
      entry('came later', run);
      while (looks() < before + 6) await new Promise((done) => setTimeout(done, 20));
    },
  });
  t.is(tail.stdout.split('planned').length, 2);
  t.is(tail.stdout.split('came later').length, 2);
});

test('removes all that is its own, keeps a bucket with objects, and may be asked twice', async (t) => {
  const { service, google } = await createService(t);
  const { state } = google;
  await service.deploy();
  state.objects.set(BUCKET, new Set(['videos/a.mp4']));
  state.accounts.set('other@x', { email: 'other@x', description: 'Serverless Framework: films/prod, function plan' });
  const kept = await service.sls('remove');
  t.is(kept.status, 0, kept.stdout + kept.stderr);
  t.regex(kept.stderr, /holds objects and is kept.*gcloud storage rm --recursive gs:\/\/films-dev-test-project-1/s);
  t.is(state.functions.size + state.workflows.size, 0);
  t.deepEqual([...state.accounts.keys()], ['other@x']);
  t.deepEqual(grantsOf(state, `projects/${PROJECT}`), [`roles/pubsub.publisher serviceAccount:${STORAGE_AGENT}`]);
  t.deepEqual(grantsOf(state, `b/${BUCKET}`), []);
  await service.change((yaml) => {
    yaml.buckets.main.retain = false;
  });
  const again = await service.sls('remove');
  t.is(again.status, 0, again.stdout + again.stderr);
  t.is(state.buckets.size, 0);
});
