import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import test from 'ava';
import { putBucketProperties } from './bucket.ts';
import { startMoto } from './moto.ts';
import { readStack } from './read-back.ts';

const moto = await startMoto();
test.after.always(() => moto.stop());

const BUCKET = 'reelsight-moto-123456789012-us-east-1';
let deployed: Awaited<ReturnType<typeof readStack>>;

test.serial('deploys', async (t) => {
  t.regex(await moto.serverless('deploy', { videoBuckets: 'studio' }), /Service deployed to stack reelsight-moto/);
  deployed = await readStack(moto.client);
});

test.serial('functions are what they should be', (t) => {
  t.deepEqual(
    deployed.functions.map(({ step, MemorySize, Timeout, role }) => [step, MemorySize, Timeout, role]),
    [
      ['plan', 1769, 900, 'PlanRole'],
      ['analyzeChunk', 1769, 900, 'AnalyzeChunkRole'],
      ['assemble', 1769, 900, 'AssembleRole'],
      ['fail', 256, 60, 'FailRole'],
      ['onUpload', 512, 120, 'OnUploadRole'],
      ['api', 512, 29, 'ApiRole'],
    ],
  );
  for (const { Runtime, Architectures } of deployed.functions) {
    t.is(Runtime, 'nodejs24.x');
    t.deepEqual(Architectures, ['x86_64']);
  }
});

test.serial('functions are told where they work', (t) => {
  const common = {
    REELSIGHT_BUCKET: 'reelsight-moto-123456789012-us-east-1',
    REELSIGHT_VIDEO_BUCKETS: 'studio',
    REELSIGHT_CHUNK_SECONDS: '30',
    REELSIGHT_MAX_HOURS: '24',
    REELSIGHT_ARCHITECTURE: 'x86_64',
    REELSIGHT_MODELS: '.build/aws/records',
  };
  const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:reelsight-moto';
  t.deepEqual(Object.fromEntries(deployed.functions.map(({ step, environment }) => [step, environment])), {
    plan: {
      ...common,
      REELSIGHT_MAX_CONCURRENCY: '100',
      REELSIGHT_RESERVED: 'false',
      FFMPEG_PATH: '/opt/bin/ffmpeg',
      FFPROBE_PATH: '/opt/bin/ffprobe',
    },
    analyzeChunk: { ...common, REELSIGHT_MODELS: '/opt/models', FFMPEG_PATH: '/opt/bin/ffmpeg' },
    assemble: common,
    fail: common,
    onUpload: { ...common, REELSIGHT_STATE_MACHINE_ARN: machine },
    api: { ...common, REELSIGHT_STATE_MACHINE_ARN: machine },
  });
});

test.serial('roles name real resources', (t) => {
  t.is(Object.keys(deployed.policies).length, 7);
  const worker = deployed.policies['AnalyzeChunkRole']!;
  t.deepEqual(worker.find(({ Sid }) => Sid === 'ReadVideos')?.['Resource'], [
    'arn:aws:s3:::reelsight-moto-123456789012-us-east-1/videos/*',
    'arn:aws:s3:::reelsight-moto-123456789012-us-east-1/uploads/*',
    'arn:aws:s3:::studio/*',
  ]);
  t.is(
    worker.find(({ Sid }) => Sid === 'WriteMeasurements')?.['Resource'],
    'arn:aws:s3:::reelsight-moto-123456789012-us-east-1/analyses/*/chunks/*',
  );
  const machine = deployed.policies['AnalysisStateMachineRole']!;
  t.deepEqual(
    machine.find(({ Sid }) => Sid === 'CallTheSteps')?.['Resource'],
    ['plan', 'analyzeChunk', 'assemble', 'fail'].map(
      (step) => `arn:aws:lambda:us-east-1:123456789012:function:reelsight-moto-${step}`,
    ),
  );
});

test.serial('the bucket is encrypted, private, refuses plain connections, and lets go what is marked', async (t) => {
  t.is(deployed.encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm, 'AES256');
  const client = new S3Client({ ...moto.client, forcePathStyle: true });
  const { policy, rules, access } = await putBucketProperties(client, BUCKET);
  t.deepEqual(access, {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  t.like(policy.Statement[0], {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  t.like(
    rules.find(({ ID }) => ID === 'measurements'),
    {
      Expiration: { Days: 7 },
      Filter: { And: { Prefix: 'analyses/', Tags: [{ Key: 'reelsight', Value: 'intermediate' }] } },
    },
  );
  t.like(
    rules.find(({ ID }) => ID === 'broken-uploads'),
    { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 } },
  );
});

test.serial('the machine calls the deployed functions and reads the deployed bucket', (t) => {
  const { States } = deployed.machine.definition;
  t.regex(States.Plan.Parameters.FunctionName, /:function:reelsight-moto-plan$/);
  t.is(States.Measure.ItemReader.Parameters.Bucket, 'reelsight-moto-123456789012-us-east-1');
  t.regex(
    States.Measure.ItemProcessor.States.AnalyzeChunk.Parameters.FunctionName,
    /:function:reelsight-moto-analyzeChunk$/,
  );
  t.regex(deployed.machine.roleArn ?? '', /AnalysisStateMachineRole/);
});

test.serial('an update with another parameter changes that alone', async (t) => {
  const output = await moto.serverless('deploy', { videoBuckets: 'studio', workerMemory: '3008' });
  t.regex(output, /Layer inference is already uploaded/);
  const updated = await readStack(moto.client);
  // moto gives functions their layers when they are updated, not when they are made.
  const layersOf: Readonly<Record<string, readonly string[]>> = {
    plan: ['reelsight-moto-ffmpeg', 'reelsight-moto-ffprobe'],
    analyzeChunk: ['reelsight-moto-ffmpeg', 'reelsight-moto-inference'],
  };
  const expected = deployed.functions.map((one) => ({
    ...one,
    layers: layersOf[one.step] ?? [],
    // The plan refuses what a worker has no memory for, so it has as much.
    MemorySize: ['plan', 'analyzeChunk'].includes(one.step) ? 3008 : one.MemorySize,
  }));
  t.deepEqual(updated, { ...deployed, functions: expected });
});

test.serial('remove leaves nothing', async (t) => {
  t.regex(await moto.serverless('remove', { videoBuckets: 'studio' }), /successfully removed/);
  await t.throwsAsync(
    new CloudFormationClient(moto.client).send(new DescribeStacksCommand({ StackName: 'reelsight-moto' })),
    { message: /does not exist/ },
  );
  t.deepEqual((await new LambdaClient(moto.client).send(new ListFunctionsCommand({}))).Functions, []);
  t.deepEqual(
    (await new S3Client({ ...moto.client, forcePathStyle: true }).send(new ListBucketsCommand({}))).Buckets ?? [],
    [],
  );
  t.deepEqual((await new IAMClient(moto.client).send(new ListRolesCommand({}))).Roles, []);
  t.deepEqual((await new SFNClient(moto.client).send(new ListStateMachinesCommand({}))).stateMachines, []);
});
