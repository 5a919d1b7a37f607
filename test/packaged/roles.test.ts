import test from 'ava';
import { packageChanged, packageService, readTemplate } from './package-service.ts';
import { readRights } from './policies.ts';

const template = await readTemplate(await packageService('x86_64', { architecture: 'x86_64' }));
const everywhere = ['*'];

/** What every function may do; `logs` of its own alone. */
const common = (name: string) => ({
  'xray:PutTraceSegments': everywhere,
  'xray:PutTelemetryRecords': everywhere,
  'logs:CreateLogStream': [`logs:/aws/lambda/reelsight-test-${name}:*`],
  'logs:PutLogEvents': [`logs:/aws/lambda/reelsight-test-${name}:*`],
});

const analyses = (...names: string[]) => names.map((name) => `bucket/analyses/*/${name}`).sort();
/** Of the library: what users made, but not the pictures that they made it of. */
const heads = 'bucket/library/heads/*';
const records = ['bucket/library/brands.json', 'bucket/library/catalogue.json'];
const indexes = ['bucket/library/brands/*.index', 'bucket/library/catalogue/*.index'];
const videos = ['bucket/uploads/*', 'bucket/videos/*'];
const machine = ['states:stateMachine:reelsight-test'];
const executions = ['states:execution:reelsight-test:*'];
const mark = { 's3:PutObjectTagging': analyses('chunks/*') };

const RIGHTS: Readonly<Record<string, Record<string, string[]>>> = {
  PlanRole: {
    ...common('plan'),
    's3:GetObject': ['bucket/analyses/*', ...videos],
    's3:ListBucket': ['bucket'],
    's3:PutObject': analyses('plan.json', 'items-*.json', 'run-*.json', 'usage/*'),
    'lambda:GetAccountSettings': everywhere,
  },
  AnalyzeChunkRole: {
    ...common('analyzeChunk'),
    's3:GetObject': [...analyses('plan.json', 'request.json'), ...indexes, ...videos],
    's3:PutObject': analyses('chunks/*'),
    ...mark,
  },
  AssembleRole: {
    ...common('assemble'),
    's3:GetObject': ['bucket/analyses/*', heads, ...indexes],
    's3:ListBucket': ['bucket'],
    's3:PutObject': analyses(
      'report.json',
      'report.html',
      'thumbnails/*',
      'status-*.json',
      'usage/*',
      'plan.json',
      'items-*.json',
    ),
  },
  FailRole: {
    ...common('fail'),
    's3:GetObject': ['bucket/analyses/*'],
    's3:ListBucket': ['bucket'],
    's3:PutObject': analyses('status-*.json', 'chunks/*'),
    ...mark,
  },
  OnUploadRole: {
    ...common('onUpload'),
    's3:GetObject': [...analyses('request.json', 'status-*.json'), heads, ...records, 'bucket/videos/*'],
    's3:ListBucket': ['bucket'],
    's3:PutObject': analyses('request.json'),
    'states:StartExecution': machine,
    'states:DescribeExecution': executions,
    'sqs:SendMessage': ['UploadFailures'],
  },
  ApiRole: {
    ...common('api'),
    's3:GetObject': ['bucket/analyses/*', 'bucket/idempotency/*', heads, ...records, ...videos],
    's3:ListBucket': ['bucket'],
    's3:PutObject': [
      ...analyses('request.json', 'status-*.json', 'answers/*'),
      'bucket/idempotency/*',
      'bucket/uploads/*',
    ],
    's3:AbortMultipartUpload': ['bucket/uploads/*'],
    's3:PutObjectTagging': analyses('answers/*'),
    'states:StartExecution': machine,
    'states:DescribeExecution': executions,
    'states:StopExecution': executions,
  },
  AnalysisStateMachineRole: {
    'lambda:InvokeFunction': [
      'AnalyzeChunkLambdaFunction',
      'AssembleLambdaFunction',
      'FailLambdaFunction',
      'PlanLambdaFunction',
    ],
    's3:GetObject': analyses('items-*.json'),
    'states:StartExecution': machine,
    'states:DescribeExecution': ['states:execution:reelsight-test/Chunks:*', ...executions],
    'states:StopExecution': ['states:execution:reelsight-test/Chunks:*', ...executions],
    ...Object.fromEntries(
      [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ].map((action) => [action, everywhere]),
    ),
  },
};

const roles = Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === 'AWS::IAM::Role' ? [id] : []));

test('there are the roles that are known here, and each function has its own', (t) => {
  t.deepEqual(roles.sort(), Object.keys(RIGHTS).sort());
  for (const { Type, Properties } of Object.values(template.Resources))
    if (Type === 'AWS::Lambda::Function') {
      const handler = String(Properties!['FunctionName']).replace('reelsight-test-', '');
      const role = `${handler[0]!.toUpperCase()}${handler.slice(1)}Role`;
      t.deepEqual(Properties!['Role'], { 'Fn::GetAtt': [role, 'Arn'] });
    }
});

for (const [role, rights] of Object.entries(RIGHTS))
  test(`${role} may do what its step needs, and no more`, (t) => {
    const found = readRights(template, role);
    t.deepEqual(
      found,
      Object.fromEntries(Object.entries(rights).map(([action, resources]) => [action, [...resources].sort()])),
    );
    for (const action of Object.keys(found)) t.notRegex(action, /\*|^iam:/);
  });

test('further buckets may be read by those who read videos, and by nobody else', async (t) => {
  const more = await readTemplate(await packageChanged());
  for (const role of roles) {
    const before = readRights(template, role);
    const after = readRights(more, role);
    const added = Object.entries(after).flatMap(([action, resources]) =>
      resources.filter((name) => !before[action]?.includes(name)).map((name) => `${action} ${name}`),
    );
    const reads = ['PlanRole', 'AnalyzeChunkRole', 'ApiRole'].includes(role);
    const lists = ['PlanRole', 'ApiRole'].includes(role);
    t.deepEqual(
      added.sort(),
      [
        ...(reads ? ['s3:GetObject s3:studio-a/*', 's3:GetObject s3:studio-b/*'] : []),
        ...(lists ? ['s3:ListBucket s3:studio-a', 's3:ListBucket s3:studio-b'] : []),
      ],
      role,
    );
  }
});
