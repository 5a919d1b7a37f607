import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { grantsOf } from '../../../helpers/google-apis/policies.ts';
import { PROJECT, STORAGE_AGENT } from '../../../helpers/google-apis/state.ts';
import { createService } from './sls.ts';

const PARENT = `projects/${PROJECT}/locations/europe-west1`;
const account = (id: string) => `serviceAccount:${id}@${PROJECT}.iam.gserviceaccount.com`;
const BUCKET = `films-dev-${PROJECT}`;
const CREATE = 'cloudfunctions.projects.locations.functions.create';
const PATCH = 'cloudfunctions.projects.locations.functions.patch';
const WRITES = /\.(create|patch|insert|delete|setIamPolicy|generateUploadUrl)$/;

test('deploys a service with all that it needs, and nothing a second time', async (t) => {
  const { service, google } = await createService(t);
  const first = await service.sls('deploy');
  t.is(first.status, 0, first.stdout + first.stderr);
  t.regex(first.stdout, /plan +https:\/\/films-dev-plan-abcdef-ew\.a\.run\.app/);
  const { state, calls } = google;
  const plan = state.functions.get(`${PARENT}/functions/films-dev-plan`);
  t.like(plan, {
    state: 'ACTIVE',
    environment: 'GEN_2',
    labels: { 'serverless-service': 'films', 'serverless-stage': 'dev' },
    buildConfig: { runtime: 'nodejs24', entryPoint: 'plan' },
    serviceConfig: {
      availableMemory: '1Gi',
      availableCpu: '1',
      timeoutSeconds: 300,
      maxInstanceRequestConcurrency: 1,
      environmentVariables: { MODE: 'test' },
      serviceAccountEmail: account('films-dev-plan').replace('serviceAccount:', ''),
    },
  });
  t.is(plan.eventTrigger, undefined);
  t.like(state.functions.get(`${PARENT}/functions/films-dev-on-upload`).eventTrigger, {
    eventType: 'google.cloud.storage.object.v1.finalized',
    triggerRegion: 'europe-west1',
    retryPolicy: 'RETRY_POLICY_RETRY',
  });
  t.like(state.buckets.get(BUCKET), {
    location: 'EUROPE-WEST1',
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
    lifecycle: { rule: [{ action: { type: 'Delete' }, condition: { age: 7, matchesPrefix: ['uploads/'] } }] },
  });
  t.deepEqual(grantsOf(state, `projects/${PROJECT}`), [
    `roles/eventarc.eventReceiver ${account('films-dev-on-upload')}`,
    `roles/pubsub.publisher serviceAccount:${STORAGE_AGENT}`,
    `roles/workflows.invoker ${account('films-dev-on-upload')}`,
  ]);
  t.deepEqual(grantsOf(state, `b/${BUCKET}`), [
    `roles/storage.objectViewer ${account('films-dev-plan')} resource.name.startsWith("projects/_/buckets/${BUCKET}/objects/videos/")`,
  ]);
  const ownAccount = `projects/${PROJECT}/serviceAccounts/films-dev-plan@${PROJECT}.iam.gserviceaccount.com`;
  t.deepEqual(grantsOf(state, ownAccount), [`roles/iam.serviceAccountTokenCreator ${account('films-dev-plan')}`]);
  t.deepEqual(grantsOf(state, `${PARENT}/services/films-dev-plan`), [
    `roles/run.invoker ${account('films-dev-analysis-flow')}`,
  ]);
  t.deepEqual(grantsOf(state, `${PARENT}/services/films-dev-on-upload`), [
    `roles/run.invoker ${account('films-dev-on-upload')}`,
  ]);
  t.like(state.workflows.get(`${PARENT}/workflows/films-dev`), {
    userEnvVars: { PLAN_URL: 'https://films-dev-plan-abcdef-ew.a.run.app' },
    serviceAccount: `projects/${PROJECT}/serviceAccounts/films-dev-analysis-flow@${PROJECT}.iam.gserviceaccount.com`,
  });

  calls.length = 0;
  const second = await service.sls('deploy');
  t.is(second.status, 0, second.stdout + second.stderr);
  t.deepEqual(
    calls.filter((id) => WRITES.test(id)),
    [],
  );
  t.regex(second.stderr, /plan: unchanged/);
});

test('deploys what changed, and removes what is gone', async (t) => {
  const { service, google } = await createService(t);
  const { state, calls } = google;
  await service.deploy();
  calls.length = 0;
  await service.change((yaml) => {
    yaml.functions.plan.memory = '2Gi';
    yaml.functions.plan.roles = [];
  });
  const changed = await service.sls('deploy');
  t.is(changed.status, 0, changed.stdout + changed.stderr);
  t.deepEqual(
    calls.filter((id) => id === PATCH || id === CREATE),
    [PATCH],
  );
  t.is(state.functions.get(`${PARENT}/functions/films-dev-plan`).serviceConfig.availableMemory, '2Gi');
  t.deepEqual(grantsOf(state, `b/${BUCKET}`), []);

  await service.change((yaml) => {
    delete yaml.functions.onUpload;
    delete yaml.workflows;
    yaml.functions.plan.invokers = [];
  });
  const fewer = await service.sls('deploy');
  t.is(fewer.status, 0, fewer.stdout + fewer.stderr);
  t.deepEqual([...state.functions.keys()], [`${PARENT}/functions/films-dev-plan`]);
  t.deepEqual([...state.accounts.keys()], [`films-dev-plan@${PROJECT}.iam.gserviceaccount.com`]);
  t.deepEqual(grantsOf(state, `projects/${PROJECT}`), [`roles/pubsub.publisher serviceAccount:${STORAGE_AGENT}`]);
});

test('tells what a build says, deploys the others, and mends the failed one the next time', async (t) => {
  const { service, google } = await createService(t);
  const { state } = google;
  state.buildErrors.set('films-dev-plan', 'npm error code ERESOLVE');
  const failed = await service.sls('deploy');
  t.is(failed.status, 1);
  t.regex(failed.stdout, /Deploying the function plan failed: Build failed.*npm error code ERESOLVE/);
  t.regex(
    failed.stdout,
    /Log of the build: https:\/\/console\.cloud\.google\.com\/cloud-build\/builds\/films-dev-plan/,
  );
  t.is(state.functions.get(`${PARENT}/functions/films-dev-plan`).state, 'FAILED');
  t.is(state.functions.get(`${PARENT}/functions/films-dev-on-upload`).state, 'ACTIVE');
  state.buildErrors.clear();
  const mended = await service.sls('deploy');
  t.is(mended.status, 0, mended.stdout + mended.stderr);
  t.regex(mended.stderr, /onUpload: unchanged/);
  t.is(state.functions.get(`${PARENT}/functions/films-dev-plan`).state, 'ACTIVE');
});

test('goes on where a deployment was broken off', async (t) => {
  const { service, google } = await createService(t);
  const { state, calls } = google;
  state.operationLooks = 1e9;
  const broken = await service.sls('deploy', {
    async killAfter() {
      while (!calls.includes('cloudfunctions.projects.locations.operations.get')) await sleep(20);
    },
  });
  t.not(broken.status, 0);
  t.true([...state.functions.values()].some((deployed) => deployed.state === 'DEPLOYING'));
  // The operations of the first go on, and end while the second waits.
  state.operationLooks = 2;
  const again = service.sls('deploy');
  while (!calls.includes('cloudfunctions.projects.locations.functions.get')) await sleep(20);
  for (const operation of state.operations.values()) operation.result ??= operation.finish();
  const { status, stdout, stderr } = await again;
  t.is(status, 0, stdout + stderr);
  t.regex(stderr, /waiting for what goes on already/);
  t.deepEqual(
    [...state.functions.values()].map((deployed) => deployed.state),
    ['ACTIVE', 'ACTIVE'],
  );
});

test('is patient with accounts that are not known everywhere yet', async (t) => {
  const { service, google } = await createService(t);
  google.state.accountDelay = 4;
  const { status, stdout, stderr } = await service.sls('deploy');
  t.is(status, 0, stdout + stderr);
  t.true(google.state.accountDelay < 0);
});

test('a function changes its kind of trigger by being made anew', async (t) => {
  const { service, google } = await createService(t);
  await service.deploy();
  await service.change((yaml) => {
    yaml.functions.onUpload.events = [{ http: true }];
  });
  const { status, stdout, stderr } = await service.sls('deploy');
  t.is(status, 0, stdout + stderr);
  t.is(google.state.functions.get(`${PARENT}/functions/films-dev-on-upload`).eventTrigger, undefined);
  t.true(google.calls.includes('cloudfunctions.projects.locations.functions.delete'));
});
