import test from 'ava';
import { parseService } from '../../../../tools/serverless-google/src/config/parse.ts';
import type { Yaml } from '../plugin.ts';
import { serviceYaml } from '../service.ts';

const messageOf = (change: (yaml: Yaml) => void): string => {
  const yaml = serviceYaml();
  change(yaml);
  try {
    parseService(yaml);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

test('gives names and defaults', (t) => {
  const { service, ...rest } = serviceYaml();
  const parsed = parseService({ service, ...rest }, { stage: 'Prod', region: 'us-central1' });
  t.like(parsed, { stage: 'Prod', region: 'us-central1', runtime: 'nodejs24' });
  t.deepEqual(parsed.labels, { 'serverless-service': 'films', 'serverless-stage': 'prod' });
  const [plan, onUpload] = parsed.functions;
  t.like(plan, {
    name: 'films-prod-plan',
    entryPoint: 'plan',
    concurrency: 1,
    trigger: null,
    environment: { MODE: 'test' },
  });
  t.is(plan!.account.email, 'films-prod-plan@test-project-1.iam.gserviceaccount.com');
  t.deepEqual(onUpload!.trigger, {
    bucket: 'films-dev-test-project-1',
    location: 'us-central1',
    eventType: 'google.cloud.storage.object.v1.finalized',
    retry: true,
  });
});

const problems: Readonly<Record<string, [change: (yaml: Yaml) => void, says: string]>> = {
  'an unknown property': [(y) => (y.functions.plan.memorySize = 1), 'functions.plan: there is no memorySize here'],
  'a time out of range': [
    (y) => (y.functions.plan.timeout = 4000),
    'functions.plan.timeout: a whole number from 1 to 3600, received 4000',
  ],
  'a time too long for events': [
    (y) => (y.functions.onUpload.timeout = 600),
    'functions.onUpload.timeout: at most 540 seconds for a function that events start, received 600',
  ],
  'no amount of memory': [
    (y) => (y.functions.plan.memory = '2 GB'),
    'functions.plan.memory: an amount from 128Mi to 32Gi, such as 512Mi or 2Gi, received "2 GB"',
  ],
  'memory that does not go with the processors': [
    (y) => (y.functions.plan.memory = '8Gi'),
    'functions.plan.memory: with cpu: 1 from 128Mi to 4Gi, received 8Gi',
  ],
  'no number of processors': [
    (y) => (y.functions.plan.cpu = 3),
    'functions.plan.cpu: 0.08 to 1 in steps of 0.001, or 2, 4, 6 or 8, received 3',
  ],
  'concurrency without a processor': [
    (y) => (y.functions.onUpload.concurrency = 10),
    'functions.onUpload.concurrency: more than 1 needs a whole processor, received 10 with no cpu',
  ],
  'a bucket that is not there': [
    (y) => (y.functions.plan.roles[0].bucket = 'other'),
    'functions.plan.roles.0.bucket: there is no bucket other; buckets has main',
  ],
  'a bucket of others without a name': [
    (y) => (y.functions.plan.roles[0].bucket = 'gs://Studio/videos'),
    'functions.plan.roles.0.bucket: a key of `buckets`, or gs://NAME of a bucket of others, received "gs://Studio/videos"',
  ],
  'a prefix of nothing': [
    (y) => delete y.functions.plan.roles[0].bucket,
    'functions.plan.roles.0.prefix: of a bucket, received none',
  ],
  'a workflow that is not there': [
    (y) => (y.functions.plan.invokers = ['workflow:other']),
    'functions.plan.invokers: there is no workflow other; workflows has analysis',
  ],
  'an invoker of no kind': [
    (y) => (y.functions.plan.invokers = ['everybody']),
    'functions.plan.invokers.0: workflow:KEY, function:KEY, user:EMAIL',
  ],
  'a URL of nothing': [
    (y) => (y.workflows.analysis.environment.PLAN_URL.urlOf = 'other'),
    'workflows.analysis.environment.PLAN_URL.urlOf: there is no function other; functions has plan, onUpload',
  ],
  'a variable that Google sets': [
    (y) => (y.functions.plan.environment = { PORT: 1 }),
    'functions.plan.environment.PORT: a name that Google does not set itself',
  ],
  'a missing project': [(y) => delete y.provider.project, 'provider.project: the id of a project, such as'],
  'a number of a project': [(y) => (y.provider.project = '123456'), 'provider.project: the id of a project'],
  'an unknown event': [
    (y) => (y.functions.onUpload.events[0].storage.event = 'created'),
    'functions.onUpload.events.0: storage event Invalid option',
  ],
  'more instances kept than allowed': [
    (y) => Object.assign(y.functions.plan, { minInstances: 3, maxInstances: 2 }),
    'functions.plan.minInstances: at most maxInstances, 2, received 3',
  ],
};

for (const [title, [change, says]] of Object.entries(problems))
  test(`refuses ${title}`, (t) => {
    const message = messageOf(change);
    t.true(message.includes(`\n  ${says}`), message);
  });

test('tells all problems at once', (t) => {
  const message = messageOf((yaml) => {
    yaml.functions.plan.timeout = 0;
    yaml.functions.onUpload.invokers = ['workflow:other'];
    yaml.buckets.main.name = 'No Name';
  });
  t.is(message.split('\n').length, 4, message);
});
