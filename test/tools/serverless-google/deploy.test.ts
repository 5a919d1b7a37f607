import test from 'ava';
import { grantsOf } from '../../helpers/google-apis/policies.ts';
import { PROJECT, STORAGE_AGENT } from '../../helpers/google-apis/state.ts';
import { createService } from './service.ts';

const PARENT = `projects/${PROJECT}/locations/europe-west1`;
const account = (id: string) => `serviceAccount:${id}@${PROJECT}.iam.gserviceaccount.com`;
const BUCKET = `films-dev-${PROJECT}`;
const CREATE = 'cloudfunctions.projects.locations.functions.create';
const PATCH = 'cloudfunctions.projects.locations.functions.patch';
const WRITES = /\.(create|patch|insert|delete|setIamPolicy|generateUploadUrl)$/;

test('deploys a service with all that it needs, and nothing a second time', async (t) => {
  const { service, google } = await createService(t);
  const first = await service.run('deploy');
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
  const second = await service.run('deploy');
  t.deepEqual(
    calls.filter((id) => WRITES.test(id)),
    [],
  );
  t.regex(second.stderr, /plan: unchanged/);
});

test('deploys what changed, and removes what is gone', async (t) => {
  const { service, google } = await createService(t);
  const { state, calls } = google;
  await service.run('deploy');
  calls.length = 0;
  await service.change((yaml) => {
    yaml.functions.plan.memory = '2Gi';
    yaml.functions.plan.roles = [];
  });
  await service.run('deploy');
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
  await service.run('deploy');
  t.deepEqual([...state.functions.keys()], [`${PARENT}/functions/films-dev-plan`]);
  t.deepEqual([...state.accounts.keys()], [`films-dev-plan@${PROJECT}.iam.gserviceaccount.com`]);
  t.deepEqual(grantsOf(state, `projects/${PROJECT}`), [`roles/pubsub.publisher serviceAccount:${STORAGE_AGENT}`]);
});

test('tells what a build says, deploys the others, and mends the failed one the next time', async (t) => {
  const { service, google } = await createService(t);
  const { state } = google;
  state.buildErrors.set('films-dev-plan', 'npm error code ERESOLVE');
  const { message } = await t.throwsAsync(service.run('deploy'), { name: 'ServerlessError' });
  t.regex(message, /Deploying the function plan failed: Build failed.*npm error code ERESOLVE/);
  t.regex(message, /Log of the build: https:\/\/console\.cloud\.google\.com\/cloud-build\/builds\/films-dev-plan/);
  t.is(state.functions.get(`${PARENT}/functions/films-dev-plan`).state, 'FAILED');
  t.is(state.functions.get(`${PARENT}/functions/films-dev-on-upload`).state, 'ACTIVE');
  state.buildErrors.clear();
  const mended = await service.run('deploy');
  t.regex(mended.stderr, /onUpload: unchanged/);
  t.is(state.functions.get(`${PARENT}/functions/films-dev-plan`).state, 'ACTIVE');
});

test('is patient with accounts that are not known everywhere yet', async (t) => {
  const { service, google } = await createService(t);
  google.state.accountDelay = 4;
  await service.run('deploy');
  t.true(google.state.accountDelay < 0);
});

test('a function changes its kind of trigger by being made again', async (t) => {
  const { service, google } = await createService(t);
  await service.run('deploy');
  await service.change((yaml) => {
    yaml.functions.onUpload.events = [{ http: true }];
  });
  await service.run('deploy');
  t.is(google.state.functions.get(`${PARENT}/functions/films-dev-on-upload`).eventTrigger, undefined);
  t.true(google.calls.includes('cloudfunctions.projects.locations.functions.delete'));
});
