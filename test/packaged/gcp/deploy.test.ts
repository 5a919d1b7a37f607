import test from 'ava';
import { grantsOf } from '../../helpers/google-apis/policies.ts';
import { PROJECT, PROJECT_NUMBER, STORAGE_AGENT } from '../../helpers/google-apis/state.ts';
import { packageSources } from '../package-service.ts';
import { BUCKET, openDeployment, PARENT } from './deployment.ts';

const packages = await packageSources();
const { google, sls, functionOf, close } = await openDeployment();
const { state, calls } = google;
test.after.always(close);

const WRITES = /\.(create|patch|insert|delete|setIamPolicy|generateUploadUrl)$/;
const NAMES = ['plan', 'analyze-chunk', 'assemble', 'fail', 'on-upload', 'api'];
const emailOf = (name: string) => `reelsight-test-${name}@${PROJECT}.iam.gserviceaccount.com`;
const member = (name: string) => `serviceAccount:${emailOf(name)}`;
const callersOf = (name: string) => grantsOf(state, `${PARENT}/services/reelsight-test-${name}`);
const uriOf = (name: string) => `https://reelsight-test-${name}-abcdef-ew.a.run.app`;

/** `sls deploy` of what was packed already. Gives the methods by which it wrote. */
async function deploy(parameters: Readonly<Record<string, string>> = {}): Promise<string[]> {
  calls.length = 0;
  await sls(`deploy --package ${packages}`, parameters);
  return calls.filter((id) => WRITES.test(id));
}

/** What an account may do where, as `role place [condition]`. */
const rightsOf = (name: string): string[] =>
  [...state.policies.keys()]
    .flatMap((place) =>
      grantsOf(state, place)
        .filter((grant) => grant.split(' ')[1] === member(name))
        .map((grant) =>
          grant
            .replace(` ${member(name)}`, ` ${place.split('/').at(-1)!.replace(emailOf(name), 'self')}`)
            .replaceAll(/resource\.name\.startsWith\("projects\/_\/buckets\/[^/]+\/objects\/([^"]*)"\)/g, '$1')
            .replaceAll(/\((\S+) && resource\.name\.extract\("\/objects\/[^{]*\{any\}([^"]*)"\) != ""\)/g, '$1*$2')
            .replace(/^roles\//, ''),
        ),
    )
    .sort();

const lists = `storage.legacyBucketReader ${BUCKET}`;
const views = (...prefixes: string[]) => `storage.objectViewer ${BUCKET} ${prefixes.join(' || ')}`;
const reads = views('videos/', 'uploads/');
const writes = (...prefixes: string[]) =>
  `storage.objectUser ${BUCKET} ${prefixes.length === 0 ? 'analyses/' : prefixes.join(' || ')}`;
const ofAnalyses = (name: string) => `analyses/*/${name}`;
const signs = 'iam.serviceAccountTokenCreator self';
const starts = `workflows.invoker ${PROJECT}`;
const invokes = (name: string) => `run.invoker reelsight-test-${name}`;

const indexes = ['library/brands/*.index', 'library/catalogue/*.index'];
const judges = views('library/heads/', ...indexes);
const knows = views('library/heads/', 'library/brands.json', 'library/catalogue.json');

const RIGHTS: Readonly<Record<string, string[]>> = {
  plan: [reads, lists, views('analyses/'), writes(...['plan.json', 'items-', 'run-', 'usage/'].map(ofAnalyses)), signs],
  'analyze-chunk': [
    reads,
    views(...['request.json', 'plan.json', 'items-', 'status-'].map(ofAnalyses), ...indexes),
    lists,
    writes('analyses/*/chunks/'),
    signs,
  ],
  assemble: [judges, lists, writes()],
  fail: [lists, writes()],
  'on-upload': [
    reads,
    knows,
    lists,
    writes(),
    signs,
    starts,
    `eventarc.eventReceiver ${PROJECT}`,
    invokes('on-upload'),
  ],
  api: [reads, knows, lists, writes('analyses/ || uploads/ || idempotency/'), signs, starts],
  'analysis-flow': [starts, `logging.logWriter ${PROJECT}`, ...NAMES.slice(0, 4).map(invokes)],
};

test.serial('all of it is deployed', async (t) => {
  await deploy();
  t.deepEqual(
    [...state.functions.keys()].sort(),
    NAMES.map((name) => `${PARENT}/functions/reelsight-test-${name}`).sort(),
  );
  for (const name of NAMES) {
    const { state: stateOf, serviceConfig, buildConfig, labels } = functionOf(name);
    t.is(stateOf, 'ACTIVE');
    t.is(serviceConfig.serviceAccountEmail, emailOf(name));
    t.is(serviceConfig.environmentVariables.REELSIGHT_BUCKET, BUCKET);
    t.is(buildConfig.runtime, 'nodejs24');
    t.deepEqual(buildConfig.environmentVariables, { ONNXRUNTIME_NODE_INSTALL: 'skip' });
    t.is(labels.application, 'reelsight');
  }
  t.like(functionOf('analyze-chunk').serviceConfig, {
    availableMemory: '2Gi',
    availableCpu: '1',
    timeoutSeconds: 1800,
    maxInstanceRequestConcurrency: 1,
    maxInstanceCount: 15,
  });
  t.like(state.buckets.get(BUCKET), {
    location: 'EUROPE-WEST1',
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
  });
  t.deepEqual(state.buckets.get(BUCKET).lifecycle.rule, [
    { action: { type: 'Delete' }, condition: { daysSinceCustomTime: 7 } },
    { action: { type: 'Delete' }, condition: { age: 7, matchesPrefix: ['uploads/'] } },
    { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 2 } },
  ]);
});

test.serial('the bucket alone starts onUpload, and the workflow knows the functions that it calls', (t) => {
  t.like(functionOf('on-upload').eventTrigger, {
    eventType: 'google.cloud.storage.object.v1.finalized',
    eventFilters: [{ attribute: 'bucket', value: BUCKET }],
    serviceAccountEmail: emailOf('on-upload'),
    retryPolicy: 'RETRY_POLICY_RETRY',
  });
  for (const name of NAMES.filter((other) => other !== 'on-upload')) t.is(functionOf(name).eventTrigger, undefined);
  const workflow = state.workflows.get(`${PARENT}/workflows/reelsight-test`);
  t.is(workflow.serviceAccount, `projects/${PROJECT}/serviceAccounts/${emailOf('analysis-flow')}`);
  t.deepEqual(workflow.userEnvVars, {
    PLAN_URL: uriOf('plan'),
    ANALYZE_CHUNK_URL: uriOf('analyze-chunk'),
    ASSEMBLE_URL: uriOf('assemble'),
    FAIL_URL: uriOf('fail'),
  });
  for (const name of ['api', 'on-upload'])
    t.is(functionOf(name).serviceConfig.environmentVariables.REELSIGHT_WORKFLOW, `${PARENT}/workflows/reelsight-test`);
});

test.serial('each account may do what its step needs, and no more', (t) => {
  t.deepEqual([...state.accounts.keys()].sort(), Object.keys(RIGHTS).map(emailOf).sort());
  for (const [name, rights] of Object.entries(RIGHTS)) t.deepEqual(rightsOf(name), [...rights].sort(), name);
  // Of anyone who may call every service of the project nothing is said here.
  t.deepEqual(callersOf('api'), []);
  t.true(grantsOf(state, `projects/${PROJECT}`).includes(`roles/pubsub.publisher serviceAccount:${STORAGE_AGENT}`));
});

test.serial('a second deployment, of what it packs itself, writes nothing', async (t) => {
  calls.length = 0;
  const output = await sls('deploy');
  t.deepEqual(
    calls.filter((id) => WRITES.test(id)),
    [],
  );
  t.notRegex(output, /neither bundled nor installed/);
  t.regex(output, /ffmpeg that reads .*-static of 2018, .*security fixes.*REELSIGHT_DEPLOY_FFMPEG/);
  t.regex(output, /ffprobe that reads .*-static of 2023/);
});

test.serial('callers may call the API, and nothing else changes', async (t) => {
  const callers = 'user:editor@example.com';
  t.deepEqual(await deploy({ callers }), ['run.projects.locations.services.setIamPolicy']);
  t.deepEqual(callersOf('api'), [`roles/run.invoker ${callers}`]);
});

test.serial(
  'further buckets may be read by those who read videos, and by nobody else, while they are named',
  async (t) => {
    state.buckets.set('studio', { name: 'studio', location: 'EU', projectNumber: PROJECT_NUMBER });
    await deploy({ videoBuckets: 'studio' });
    // Callers were named for the deployment before, and are no longer.
    t.deepEqual(callersOf('api'), []);
    for (const [name, rights] of Object.entries(RIGHTS)) {
      const isReader = rights.includes(reads);
      t.deepEqual(rightsOf(name), [...rights, ...(isReader ? ['storage.objectViewer studio'] : [])].sort(), name);
    }
    t.is(functionOf('plan').serviceConfig.environmentVariables.REELSIGHT_VIDEO_BUCKETS, 'studio');
    await deploy();
    t.deepEqual(grantsOf(state, 'b/studio'), []);
    await deploy({ videoBuckets: 'studio' });
  },
);

test.serial('what is removed leaves nothing but a bucket with objects in it, and what is not ours', async (t) => {
  state.objects.set(BUCKET, new Set(['videos/film.mp4']));
  const output = await sls('remove');
  t.regex(output, new RegExp(`gcloud storage rm --recursive gs://${BUCKET}`));
  t.deepEqual([...state.functions.keys(), ...state.workflows.keys(), ...state.accounts.keys()], []);
  t.deepEqual([...state.buckets.keys()].sort(), [BUCKET, 'studio']);
  for (const place of state.policies.keys())
    t.deepEqual(
      grantsOf(state, place).filter((grant) => grant.includes('serviceAccount:reelsight-')),
      [],
      place,
    );
  state.objects.get(BUCKET)!.clear();
  await sls('remove');
  t.deepEqual([...state.buckets.keys()], ['studio']);
});
