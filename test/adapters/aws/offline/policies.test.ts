// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's syntax.
import test from 'ava';
import { allows, createPolicyCheck, permissionOf } from '../../../../src/adapters/aws/offline/policies.ts';
import { statementsOf } from '../../../../src/adapters/aws/offline/template.ts';

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

for (const [method, url, key, expected] of [
  ['GET', '/b/k', 'k', 's3:GetObject'],
  ['HEAD', '/b/k', 'k', 's3:GetObject'],
  ['GET', '/b?list-type=2', '', 's3:ListBucket'],
  ['PUT', '/b/k', 'k', 's3:PutObject'],
  ['POST', '/b/k?uploads', 'k', 's3:PutObject'],
  ['PUT', '/b/k?partNumber=1&uploadId=u', 'k', 's3:PutObject'],
  ['DELETE', '/b/k?uploadId=u', 'k', 's3:AbortMultipartUpload'],
  ['DELETE', '/b/k', 'k', 's3:DeleteObject'],
] as const)
  test(`${method} ${url} needs ${expected}`, (t) => {
    t.is(permissionOf({ method, url, key }), expected);
  });

test('a function is held to its role, the user is not', (t) => {
  const check = createPolicyCheck(new Map([['worker', statements]]));
  const request = {
    method: 'PUT',
    bucket: 'reelsight-local',
    key: 'videos/a.mp4',
    url: '/reelsight-local/videos/a.mp4',
  };
  t.like(check({ ...request, accessKeyId: 'worker' }), { status: 403, code: 'AccessDenied' });
  t.regex(check({ ...request, accessKeyId: 'worker' })!.message, /role of worker does not allow s3:PutObject/);
  t.is(check({ ...request, accessKeyId: 'local-user' }), undefined);
});
