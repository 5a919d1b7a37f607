import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { addLogEntry } from '../../helpers/google-apis/state.ts';
import { DEPLOYER } from '../../helpers/google-apis/tokens.ts';
import { createService } from './service.ts';
import { runSls } from './sls.ts';

// What only the framework shows: that it loads the plugin, takes the YAML and the options, calls what the other tests call,
// and ends with a status. Each is a process, so there are as few as show it.

const WRITES = /\.(create|patch|insert|delete|setIamPolicy|generateUploadUrl)$/;

test('the framework deploys the service that the YAML describes', async (t) => {
  const { service, google } = await createService(t);
  const { status, stdout, stderr } = await runSls(service, 'deploy', { isCompiling: true });
  t.is(status, 0, stdout + stderr);
  t.regex(stdout, /plan +https:\/\/films-dev-plan-abcdef-ew\.a\.run\.app/);
  t.regex(stderr, /plan: created/);
  t.is(google.state.functions.size, 2);
  // All of it is as the other tests deploy it.
  google.calls.length = 0;
  const second = await service.run('deploy');
  t.deepEqual(
    google.calls.filter((id) => WRITES.test(id)),
    [],
  );
  t.regex(second.stderr, /plan: unchanged/);
});

test('what was packaged without any network is deployed, also after a deployment was killed', async (t) => {
  const { service, google } = await createService(t);
  const { state } = google;
  // Nobody listens there, and there are no credentials.
  const nowhere = { GOOGLE_API_ENDPOINT: 'http://127.0.0.1:9', GCE_METADATA_HOST: '127.0.0.1:9' };
  const packaged = await runSls(service, 'package --package out', {
    environment: { ...nowhere, TZ: isIn('Asia/Tokyo') ? 'UTC' : 'Asia/Tokyo' },
  });
  t.is(packaged.status, 0, packaged.stdout + packaged.stderr);
  // To the same bytes as here, where it is another time.
  await service.run('package');
  for (const zip of ['plan.zip', 'onUpload.zip'])
    t.deepEqual(
      await readFile(join(service.folder, 'out', zip)),
      await readFile(join(service.folder, '.build/gcp', zip)),
    );
  t.deepEqual((await readdir(join(service.folder, 'out/functions'))).sort(), ['onUpload', 'plan']);
  t.deepEqual(google.calls, []);

  await service.write('plan.ts', 'this is not code');
  state.operationLooks = 1e9;
  const isDeploying = google.nextCall('cloudfunctions.projects.locations.operations.get');
  const broken = await runSls(service, 'deploy --package out', {
    onStart: (child) => void isDeploying.then(() => child.kill('SIGKILL')),
  });
  t.not(broken.status, 0);
  t.true([...state.functions.values()].some((deployed) => deployed.state === 'DEPLOYING'));
  // The operations of the first go on, and end while the second waits.
  state.operationLooks = 2;
  void google.nextCall('cloudfunctions.projects.locations.functions.get').then(() => {
    for (const operation of state.operations.values()) operation.result ??= operation.finish();
  });
  const again = await runSls(service, 'deploy --package out');
  t.is(again.status, 0, again.stdout + again.stderr);
  t.regex(again.stderr, /waiting for what goes on already/);
  t.deepEqual(
    [...state.functions.values()].map((deployed) => deployed.state),
    ['ACTIVE', 'ACTIVE'],
  );
});

const isIn = (timeZone: string): boolean => Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone;

test('the framework deploys one function', async (t) => {
  const { service, google } = await createService(t);
  await service.run('deploy');
  google.calls.length = 0;
  const { status, stdout, stderr } = await runSls(service, 'deploy function -f plan --force');
  t.is(status, 0, stdout + stderr);
  t.regex(stderr, /plan: updated/);
  t.is(google.calls.filter((id) => id.endsWith('.functions.patch')).length, 1);
});

test('the framework shows what is deployed in a region', async (t) => {
  const { service } = await createService(t);
  await service.run('deploy', { region: 'us-central1' });
  const { status, stdout } = await runSls(service, 'info --region us-central1');
  t.is(status, 0, stdout);
  t.regex(stdout, /region: us-central1/);
  t.regex(stdout, /plan +https:\/\/films-dev-plan-abcdef-ew\.a\.run\.app/);
});

test('the framework calls a function with data', async (t) => {
  const { service, google } = await createService(t);
  google.state.accounts.set(DEPLOYER, { email: DEPLOYER });
  await service.change((yaml) => {
    yaml.functions.plan.invokers.push(`serviceAccount:${DEPLOYER}`);
  });
  await service.run('deploy');
  const { status, stdout } = await runSls(service, 'invoke -f plan --data {"id":1}');
  t.is(status, 0, stdout);
  t.deepEqual(JSON.parse(stdout), { called: 'plan', type: 'application/json', body: '{"id":1}' });
});

test('the framework follows a log until it is told to end', async (t) => {
  const { service, google } = await createService(t);
  addLogEntry(google.state, 'films-dev-plan', 'long ago', { ageSeconds: 7200 });
  addLogEntry(google.state, 'films-dev-plan', 'planned');
  const look = 'logging.entries.list';
  const tail = await runSls(service, 'logs -f plan --startTime 3h --tail --interval 50', {
    async onStart(child) {
      await google.nextCall(look, 2);
      addLogEntry(google.state, 'films-dev-plan', 'came later');
      // The first may be under way already; what the next one finds is shown before there is another.
      await google.nextCall(look, 4);
      child.kill('SIGKILL');
    },
  });
  for (const text of ['long ago', 'planned', 'came later']) t.is(tail.stdout.split(text).length, 2, tail.stdout);
});

test('the framework removes the service', async (t) => {
  const { service, google } = await createService(t);
  await service.run('deploy');
  const { status, stdout, stderr } = await runSls(service, 'remove');
  t.is(status, 0, stdout + stderr);
  t.regex(stderr, /films at dev is removed/);
  t.is(google.state.functions.size + google.state.workflows.size + google.state.buckets.size, 0);
});

test('the framework refuses unknown names by itself', async (t) => {
  const { service } = await createService(t);
  await service.change((yaml) => {
    yaml.functions.plan.memorySize = 1;
    yaml.buckets.main.versioning = true;
    yaml.provider.profile = 'me';
  });
  const { status, stdout } = await runSls(service, 'package');
  t.is(status, 1);
  for (const words of ["'memorySize'", "'versioning'", "'profile'"]) t.true(stdout.includes(words), stdout);
});

test('a command without credentials tells how to log in', async (t) => {
  const { service } = await createService(t);
  const environment = { GCE_METADATA_HOST: undefined, METADATA_SERVER_DETECTION: 'none' };
  const { status, stdout, stderr } = await runSls(service, 'info', { environment });
  t.is(status, 1, stderr);
  t.true(stdout.includes('there are no credentials for Google'), stdout);
  t.true(stdout.includes('`gcloud auth application-default login`'), stdout);
  // It is for the deployer, not for the author of the plugin.
  t.notRegex(stdout, /\n +at /);
});
