import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'yaml';
import { parameterNames, parseParameters } from '../../../../src/adapters/aws/build/parameters.ts';
import { ReelsightError } from '../../../../src/core/index.ts';

/** CloudFormation's short forms are of no interest here. */
const { params } = parse(readFileSync('serverless.aws.yml', 'utf8'), { logLevel: 'silent' });
const defaults: Readonly<Record<string, unknown>> = params.default;

test('the defaults of serverless.aws.yml are those that are known, and good', (t) => {
  t.deepEqual(Object.keys(defaults).sort(), [...parameterNames].sort());
  t.like(parseParameters(defaults, 'own'), {
    architecture: 'x86_64',
    networks: ['safety'],
    workerMemory: 1769,
    maxConcurrency: 100,
    reservedConcurrency: { Ref: 'AWS::NoValue' },
    chunkSeconds: 30,
    videoBuckets: '',
    alarmSubscriptions: [],
  });
});

test('text of the command line becomes numbers and lists', (t) => {
  const parameters = parseParameters(
    {
      ...defaults,
      workerMemory: '3008',
      reservedConcurrency: '50',
      networks: 'safety, imagenet',
      videoBuckets: 'a-b, c.d',
    },
    'own',
  );
  t.like(parameters, {
    workerMemory: 3008,
    reservedConcurrency: 50,
    maxConcurrency: 50,
    networks: ['safety', 'imagenet'],
    videoBuckets: 'a-b,c.d',
  });
  t.deepEqual(
    parameters.videoArns.map((arn) => arn['Fn::Sub'].split(':::')[1]),
    ['own/videos/*', 'own/uploads/*', 'a-b/*', 'c.d/*'],
  );
  t.deepEqual(
    parameters.bucketArns.map((arn) => arn['Fn::Sub'].split(':::')[1]),
    ['own', 'a-b', 'c.d'],
  );
});

test('everything that cannot be is told at once, with what was received', (t) => {
  const error = t.throws(
    () =>
      parseParameters(
        {
          ...defaults,
          architecture: 'mips',
          networks: '',
          maxConcurrency: '1001',
          videoBuckets: 's3://studio',
          alarmEmail: 'me',
          uploadDays: undefined,
          logRetentionDays: '31',
        },
        'own',
      ),
    { instanceOf: ReelsightError },
  );
  t.is(error.kind, 'input');
  for (const [name, received] of [
    ['architecture', '"mips"'],
    ['networks', '""'],
    ['maxConcurrency', '"1001"'],
    ['videoBuckets', '"s3://studio"'],
    ['alarmEmail', '"me"'],
    ['uploadDays', 'undefined'],
    ['logRetentionDays', '"31"'],
  ])
    t.regex(error.message, new RegExp(`${name}: [^;]*received ${received}`));
});
