// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's syntax.
import test from 'ava';
import { allows, createPolicyCheck, permissionsOf } from '../../../tools/local-aws/policies.ts';
import { statementsOf } from '../../../tools/local-aws/template.ts';

const NAMES = { region: 'eu-central-1', bucket: 'reelsight-local' };
const statements = statementsOf(
  {
    Properties: {
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: 's3:GetObject',
                Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::reelsight-local/videos/*' },
              },
              {
                Effect: 'Allow',
                Action: ['s3:PutObject', 's3:PutObjectTagging'],
                Resource: [{ 'Fn::Sub': '${Bucket.Arn}/analyses/*/chunks/*' }],
              },
              { Effect: 'Allow', Action: 's3:ListBucket', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } },
              { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::reelsight-local/videos/secret/*' },
            ],
          },
        },
      ],
    },
  },
  NAMES,
);

for (const [action, key, expected] of [
  ['s3:GetObject', '/videos/a/b.mp4', true],
  ['s3:GetObject', '/videos/secret/b.mp4', false],
  ['s3:GetObject', '/analyses/1/report.json', false],
  ['s3:PutObject', '/videos/a.mp4', false],
  ['s3:PutObject', '/analyses/1/chunks/00000.json', true],
  ['s3:PutObject', '/analyses/1/report.json', false],
  ['s3:ListBucket', '', true],
  ['s3:DeleteObject', '/analyses/1/chunks/00000.json', false],
] as const)
  test(`${action} on ${key || 'the bucket'} is ${expected ? '' : 'not '}allowed`, (t) => {
    t.is(allows(statements, action, `arn:aws:s3:::reelsight-local${key}`), expected);
  });

const TAGGED = new Map([['x-amz-tagging', 'reelsight=measurement']]);

for (const [method, url, key, exists, expected] of [
  ['GET', '/b/k', 'k', true, ['s3:GetObject']],
  ['HEAD', '/b/k', 'k', true, ['s3:GetObject']],
  ['HEAD', '/b/k', 'k', false, ['s3:GetObject', 's3:ListBucket']],
  ['GET', '/b?list-type=2', '', false, ['s3:ListBucket']],
  ['PUT', '/b/k', 'k', false, ['s3:PutObject']],
  ['POST', '/b/k?uploads', 'k', false, ['s3:PutObject']],
  ['PUT', '/b/k?partNumber=1&uploadId=u', 'k', false, ['s3:PutObject']],
  ['DELETE', '/b/k?uploadId=u', 'k', false, ['s3:AbortMultipartUpload']],
  ['DELETE', '/b/k', 'k', true, ['s3:DeleteObject']],
] as const)
  test(`${method} ${url}${exists ? ', which is there,' : ''} needs ${expected.join(' and ')}`, (t) => {
    t.deepEqual(permissionsOf({ method, url, key, exists, headers: new Map() }), expected);
  });

test('writing with tags needs a permission of its own', (t) => {
  for (const [method, url] of [
    ['PUT', '/b/k'],
    ['POST', '/b/k?uploads'],
  ] as const)
    t.deepEqual(permissionsOf({ method, url, key: 'k', exists: false, headers: TAGGED }), [
      's3:PutObject',
      's3:PutObjectTagging',
    ]);
});

const check = createPolicyCheck(
  new Map([
    ['worker', statements],
    ['blind', statements.filter(({ Action }) => Action !== 's3:ListBucket')],
    ['untagging', [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }]],
  ]),
);
const ask = (accessKeyId: string, method: string, key: string, more: object = {}) =>
  check({
    method,
    bucket: NAMES.bucket,
    key,
    url: `/${NAMES.bucket}/${key}`,
    headers: new Map(),
    exists: true,
    accessKeyId,
    ...more,
  });

test('a function is held to its role, the user is not', (t) => {
  const refusal = ask('worker', 'PUT', 'videos/a.mp4');
  t.like(refusal, { status: 403, code: 'AccessDenied' });
  t.regex(refusal!.message, /role of worker does not allow s3:PutObject/);
  t.is(ask('local-user', 'PUT', 'videos/a.mp4'), undefined);
});

test('who may not list is not told that an object is missing', (t) => {
  const missing = { exists: false };
  t.is(ask('worker', 'GET', 'videos/a.mp4', missing), undefined);
  t.is(ask('blind', 'GET', 'videos/a.mp4'), undefined);
  const refusal = ask('blind', 'HEAD', 'videos/a.mp4', missing);
  t.like(refusal, { status: 403, code: 'AccessDenied' });
  t.regex(refusal!.message, /s3:ListBucket on arn:aws:s3:::reelsight-local, for HEAD videos\/a\.mp4$/);
});

test('who may write but not tag is refused with tags', (t) => {
  t.is(ask('untagging', 'PUT', 'a'), undefined);
  t.regex(ask('untagging', 'PUT', 'a', { headers: TAGGED })!.message, /does not allow s3:PutObjectTagging/);
});
