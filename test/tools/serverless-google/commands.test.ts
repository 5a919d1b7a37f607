import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { grantsOf } from '../../helpers/google-apis/policies.ts';
import { addLogEntry, PROJECT, STORAGE_AGENT } from '../../helpers/google-apis/state.ts';
import { DEPLOYER } from '../../helpers/google-apis/tokens.ts';
import { createService } from './service.ts';

const BUCKET = `films-dev-${PROJECT}`;

test('packages each function as a folder and as a zip', async (t) => {
  const { service, google } = await createService(t);
  await service.run('package');
  t.deepEqual(google.calls, []);
  const folder = join(service.folder, '.build/gcp');
  t.deepEqual((await readdir(folder)).sort(), ['functions', 'onUpload.zip', 'plan.zip']);
  t.deepEqual((await readdir(join(folder, 'functions/plan'))).sort(), [
    'bin',
    'index.cjs',
    'package-lock.json',
    'package.json',
  ]);
  t.like(JSON.parse(await readFile(join(folder, 'functions/plan/package.json'), 'utf8')), {
    main: 'index.cjs',
    engines: { node: '24' },
  });
});

test('deploys one function', async (t) => {
  const { service, google } = await createService(t);
  await service.run('deploy');
  google.calls.length = 0;
  const same = await service.run('deploy function', { function: 'plan' });
  t.regex(same.stderr, /plan: unchanged/);
  t.false(google.calls.some((id) => id.endsWith('.functions.patch')));
  const forced = await service.run('deploy function', { function: 'plan', force: true });
  t.regex(forced.stderr, /plan: updated/);
  t.is(google.calls.filter((id) => id.endsWith('.functions.patch')).length, 1);
  await t.throwsAsync(service.run('deploy function', { function: 'nobody' }), {
    name: 'ServerlessError',
    message: /There is no function nobody/,
  });
});

test('shows what is deployed and what is not', async (t) => {
  const { service } = await createService(t);
  const before = await service.run('info');
  t.regex(before.stdout, /plan +not deployed/);
  await service.run('deploy');
  const after = await service.run('info');
  t.regex(after.stdout, /plan +https:\/\/films-dev-plan-abcdef-ew\.a\.run\.app/);
  t.regex(after.stdout, /analysis +films-dev\n/);
  t.true(after.stdout.includes(`gs://${BUCKET}`));
});

test('calls a function with a token, or says who may not', async (t) => {
  const { service, google } = await createService(t);
  await service.run('deploy');
  const { message } = await t.throwsAsync(service.run('invoke', { function: 'plan' }), { name: 'ServerlessError' });
  t.true(message.includes(`--member serviceAccount:${DEPLOYER} --role roles/run.invoker`), message);
  await service.change((yaml) => {
    yaml.functions.plan.invokers.push(`serviceAccount:${DEPLOYER}`);
  });
  google.state.accounts.set(DEPLOYER, { email: DEPLOYER });
  await service.run('deploy');
  const { stdout } = await service.run('invoke', { function: 'plan', data: '{"id":1}' });
  t.deepEqual(JSON.parse(stdout), { called: 'plan', type: 'application/json', body: '{"id":1}' });
  const event = await service.run('invoke', { function: 'plan', data: '{"specversion":"1.0"}' });
  t.is(JSON.parse(event.stdout).type, 'application/cloudevents+json');
});

test('shows the log of a function and of a workflow', async (t) => {
  const { service, google } = await createService(t);
  addLogEntry(google.state, 'films-dev-plan', 'planned');
  addLogEntry(google.state, 'films-dev-plan', 'long ago', { ageSeconds: 7200 });
  addLogEntry(google.state, 'other', 'of another');
  google.state.logEntries.push({
    insertId: 'started',
    timestamp: new Date().toISOString(),
    severity: 'INFO',
    textPayload: 'started',
    resource: {
      type: 'workflows.googleapis.com/Workflow',
      labels: { workflow_id: 'films-dev', location: 'europe-west1' },
    },
  });
  const { stdout } = await service.run('logs', { function: 'plan' });
  t.regex(stdout, /^\S+Z INFO +planned\n$/);
  t.regex((await service.run('logs', { function: 'analysis' })).stdout, /started/);
  t.regex((await service.run('logs', { function: 'plan', startTime: '3h' })).stdout, /long ago/);
  await t.throwsAsync(service.run('logs', { function: 'plan', startTime: 'soon' }), {
    name: 'ServerlessError',
    message: /--startTime takes 30s, 10m/,
  });
});

test('removes all that is its own, keeps a bucket with objects, and may be asked twice', async (t) => {
  const { service, google } = await createService(t);
  const { state } = google;
  await service.run('deploy');
  state.objects.set(BUCKET, new Set(['videos/a.mp4']));
  state.accounts.set('other@x', { email: 'other@x', description: 'Serverless Framework: films/prod, function plan' });
  const kept = await service.run('remove');
  t.regex(kept.stderr, /holds objects and is kept.*gcloud storage rm --recursive gs:\/\/films-dev-test-project-1/s);
  t.is(state.functions.size + state.workflows.size, 0);
  t.deepEqual([...state.accounts.keys()], ['other@x']);
  t.deepEqual(grantsOf(state, `projects/${PROJECT}`), [`roles/pubsub.publisher serviceAccount:${STORAGE_AGENT}`]);
  t.deepEqual(grantsOf(state, `b/${BUCKET}`), []);
  await service.change((yaml) => {
    yaml.buckets.main.retain = false;
  });
  await service.run('remove');
  t.is(state.buckets.size, 0);
});
