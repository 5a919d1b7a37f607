import test from 'ava';
import { parseParameters } from '../../../../src/adapters/gcp/build/parameters.ts';
import { ReelsightError } from '../../../../src/core/index.ts';

/** As the framework gives them: the defaults of the YAML, and texts from the command line. */
const DEFAULTS = {
  project: 'my-project',
  networks: 'safety',
  workerMemory: 2,
  maxConcurrency: 100,
  chunkSeconds: 30,
  maxHours: 24,
  intermediateDays: 7,
  uploadDays: 7,
  videoBuckets: '',
  callers: '',
};

test('numbers and lists are made of texts', (t) => {
  const parameters = parseParameters({
    ...DEFAULTS,
    networks: 'safety, imagenet',
    workerMemory: '4',
    maxConcurrency: '400',
    videoBuckets: 'studio, archive',
    callers: 'user:a@b.example, group:all@b.example',
  });
  t.like(parameters, {
    networks: ['safety', 'imagenet'],
    workerMemory: '4Gi',
    workerMemoryGib: 4,
    workerCpu: 2,
    maxConcurrency: 400,
    videoBuckets: 'studio,archive',
    callers: ['user:a@b.example', 'group:all@b.example'],
  });
  const buckets = parameters.roles.plan.flatMap((role) => ('bucket' in role ? [role.bucket] : []));
  t.deepEqual([...new Set(buckets)].sort(), ['gs://archive', 'gs://studio', 'main']);
});

test('everything that cannot be is told at once, with what was received', (t) => {
  const error = t.throws(
    () =>
      parseParameters({
        ...DEFAULTS,
        networks: '',
        workerMemory: '3',
        maxConcurrency: '401',
        videoBuckets: 'gs://studio',
        callers: 'me',
      }),
    { instanceOf: ReelsightError },
  );
  for (const [name, received] of [
    ['networks', '""'],
    ['workerMemory', '"3"'],
    ['maxConcurrency', '"401"'],
    ['videoBuckets', '"gs://studio"'],
    ['callers', '"me"'],
  ])
    t.regex(error.message, new RegExp(`${name}: [^;]*received ${received}`));
  t.regex(error.message, /serverless\.gcp\.yml says what each takes/);
});

test('who reads videos may sign links, who starts analyses may run the workflow, and nobody more', (t) => {
  const { roles } = parseParameters(DEFAULTS);
  const having = (role: string) =>
    Object.entries(roles)
      .filter(([, list]) => list.some((one) => one.role === role))
      .map(([name]) => name)
      .sort();
  t.deepEqual(having('roles/iam.serviceAccountTokenCreator'), ['analyzeChunk', 'api', 'onUpload', 'plan']);
  t.deepEqual(having('roles/workflows.invoker'), ['api', 'onUpload', 'workflow']);
  t.deepEqual(having('roles/logging.logWriter'), ['workflow']);
});

test('who decodes what strangers made changes neither reports nor videos, and a worker reads no report', (t) => {
  const { roles } = parseParameters(DEFAULTS);
  const reach = (name: 'plan' | 'analyzeChunk', wanted: string) =>
    (roles[name] as readonly { role: string; prefix?: readonly string[] }[]).flatMap(({ role, prefix = [] }) =>
      role === wanted ? prefix : [],
    );
  t.deepEqual(reach('analyzeChunk', 'roles/storage.objectUser'), ['analyses/*/chunks/']);
  t.deepEqual(reach('plan', 'roles/storage.objectUser'), [
    ...['analyses/*/plan.json', 'analyses/*/items-', 'analyses/*/run-', 'analyses/*/usage/'],
  ]);
  t.deepEqual(
    reach('analyzeChunk', 'roles/storage.objectViewer').filter((prefix) => prefix.startsWith('analyses/')),
    ['analyses/*/request.json', 'analyses/*/plan.json', 'analyses/*/items-', 'analyses/*/status-'],
  );
});
