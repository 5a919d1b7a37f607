import { createHash, createHmac } from 'node:crypto';
import test from 'ava';
import { createAwsAuthorizer } from '../../../../src/adapters/local/signing/aws.ts';
import { ReelsightError } from '../../../../src/core/index.ts';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const URL_OF_API = new URL('https://abc123.execute-api.eu-central-1.amazonaws.com/v1/analyses');

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signature version 4, written down again from its definition. */
function signAgain(request: {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
  region: string;
}) {
  const { method, url, headers, body, region } = request;
  const names = ['host', ...Object.keys(headers)].sort();
  const lines = names.map((name) => `${name}:${name === 'host' ? url.host : headers[name]}\n`).join('');
  const canonical = [method, url.pathname, '', lines, names.join(';'), sha256(body)].join('\n');
  const date = headers['x-amz-date']!;
  const scope = [date.slice(0, 8), region, 'execute-api', 'aws4_request'];
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${KEYS.secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n'));
  return `AWS4-HMAC-SHA256 Credential=${KEYS.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature.toString('hex')}`;
}

test('a request is signed for the region that the host names', async (t) => {
  const regions: string[] = [];
  const authorizer = createAwsAuthorizer({ AWS_REGION: 'us-east-1' }, async (region) => {
    regions.push(region);
    return { ...KEYS, sessionToken: 'token' };
  });
  const body = '{"video":"s3://bucket/ä.mp4"}';
  const { authorization, ...headers } = await authorizer.authorize({ method: 'POST', url: URL_OF_API, body });
  t.deepEqual(Object.keys(headers).sort(), ['x-amz-date', 'x-amz-security-token']);
  t.is(authorization, signAgain({ method: 'POST', url: URL_OF_API, headers, body, region: 'eu-central-1' }));
  t.deepEqual(regions, ['eu-central-1']);
});

test('a domain of its own takes the region from AWS_REGION, and says so when that is missing', async (t) => {
  const url = new URL('https://video.example.com/v1/analyses');
  const request = { method: 'GET', url, body: undefined };
  const { authorization, ...headers } = await createAwsAuthorizer(
    { AWS_REGION: 'eu-west-1' },
    async () => KEYS,
  ).authorize(request);
  t.is(authorization, signAgain({ method: 'GET', url, headers, body: '', region: 'eu-west-1' }));
  await t.throwsAsync(createAwsAuthorizer({}, async () => KEYS).authorize(request), { message: /Set AWS_REGION/ });
});

test('without credentials it says where it looked and what they need', async (t) => {
  const authorizer = createAwsAuthorizer({ AWS_PROFILE: 'work' }, () => Promise.reject(new Error('no role')));
  const error = await t.throwsAsync(authorizer.authorize({ method: 'GET', url: URL_OF_API, body: undefined }), {
    instanceOf: ReelsightError,
  });
  t.is(error.kind, 'environment');
  t.regex(error.message, /profile "work".*execute-api:Invoke.*no role/s);
  t.regex(authorizer.advice, /profile "work".*execute-api:Invoke/);
});
