import { inspect } from 'node:util';
import { ApiError } from '@google-cloud/storage';
import test from 'ava';
import { gaxios } from 'google-auth-library';
import { mapGoogleError } from '../../../src/adapters/gcp/errors.ts';
import { GoogleApiError } from '../../../src/adapters/gcp/google-api.ts';
import { type ErrorKind, ReelsightError } from '../../../src/core/index.ts';

/** Texts must decide nothing: this one would mislead anyone who reads it. */
const MISLEADING = 'NoSuchKey forbidden 503 ECONNRESET Could not load the default credentials';

/** As @google-cloud/storage throws it. */
const storage = (code: number, reason?: string): Error => {
  const error = {
    code,
    message: MISLEADING,
    errors: reason ? [{ message: MISLEADING, reason, domain: 'global' }] : [],
  };
  return new ApiError(error as never);
};
/** Of the XML API, of Workflows and the others. */
const api = (status: number, reason = ''): Error =>
  new GoogleApiError({ status, reason, service: 'x.googleapis.com', details: [], message: MISLEADING });
const node = (code: string, name = 'Error'): Error => Object.assign(new Error(MISLEADING), { code, name });
const named = (name: string): Error => Object.assign(new Error(MISLEADING), { name });
/** As google-auth-library throws it: with what the token service answered. */
const token = (status: number, data: unknown): Error => {
  const config = { url: new URL('https://oauth2.googleapis.com/token'), headers: new Headers(), responseType: 'json' };
  const response = Object.assign(new Response(null, { status }), { config, data });
  return new gaxios.GaxiosError(MISLEADING, config as never, response as never);
};
const unanswered = (cause: object): Error =>
  new gaxios.GaxiosError(
    MISLEADING,
    { url: new URL('https://x'), headers: new Headers() } as never,
    undefined,
    cause as Error,
  );

const CASES: readonly (readonly [string, unknown, ErrorKind, boolean])[] = [
  ['a missing object', api(404, 'NoSuchKey'), 'not-found', false],
  ['a missing object of the JSON API', storage(404, 'notFound'), 'not-found', false],
  ['a missing object, told without a reason', storage(404), 'not-found', false],
  ['a missing bucket', api(404, 'NoSuchBucket'), 'environment', false],
  ['a missing execution', api(404), 'not-found', false],
  ['a missing upload', api(404, 'NoSuchUpload'), 'input', false],
  ['another part', api(400, 'InvalidPart'), 'input', false],
  ['a replaced object', storage(412, 'conditionNotMet'), 'input', false],
  ['a replaced object, told without a reason', api(412), 'input', false],
  ['what is denied', storage(403, 'forbidden'), 'denied', false],
  ['what is denied by the XML API', api(403, 'AccessDenied'), 'denied', false],
  ['what is denied by another service', api(403, 'IAM_PERMISSION_DENIED'), 'denied', false],
  ['an API that is not enabled', api(403, 'SERVICE_DISABLED'), 'environment', false],
  ['a project without billing', storage(403, 'accountDisabled'), 'environment', false],
  ['a bucket whose readers pay', api(400, 'UserProjectMissing'), 'storage', false],
  ['no credentials', storage(401, 'required'), 'environment', false],
  ['expired credentials', storage(401, 'authError'), 'environment', false],
  ['an expired token', api(401, 'ACCESS_TOKEN_EXPIRED'), 'environment', false],
  ['a key that was deleted', token(400, { error: 'invalid_grant' }), 'environment', false],
  ['a wrong clock', api(403, 'RequestTimeTooSkewed'), 'environment', false],
  ['too many requests', storage(429, 'rateLimitExceeded'), 'storage', true],
  ['too many requests, told as forbidden', storage(403, 'userRateLimitExceeded'), 'storage', true],
  ['too many requests of the XML API', api(503, 'SlowDown'), 'storage', true],
  ['too many executions', api(429), 'storage', true],
  ['a failing service', storage(500, 'backendError'), 'storage', true],
  ['a failing service, told without a reason', api(502), 'storage', true],
  ['a service that waited for us', storage(408), 'storage', true],
  ['a failing token service', token(503, ''), 'storage', true],
  ['a time-out', named('TimeoutError'), 'storage', true],
  [
    'a time-out of the older client',
    unanswered(Object.assign(new Error(MISLEADING), { name: 'FetchError', type: 'request-timeout' })),
    'storage',
    true,
  ],
  ['a refused connection', node('ECONNREFUSED'), 'storage', true],
  ['a refused connection of the token service', unanswered({ code: 'ECONNREFUSED' }), 'storage', true],
  ['a broken connection', node('ECONNRESET', 'FetchError'), 'storage', true],
  ['a host that is not found', node('ENOTFOUND'), 'storage', true],
  ['what was given up', named('AbortError'), 'cancelled', false],
  ['another refusal', storage(400, 'invalid'), 'storage', false],
  ['a slip of ours', new TypeError(MISLEADING), 'internal', false],
];

for (const [what, cause, kind, retryable] of CASES)
  test(`${what}: ${kind}${retryable ? ', try again' : ''}`, (t) => {
    const error = mapGoogleError(cause, 'read', 'gs://bucket/key');
    t.true(error instanceof ReelsightError);
    t.like(error, { kind, retryable });
    t.is((error.cause as Error).message, (cause as Error).message);
    t.regex(error.message, /^Cannot read gs:\/\/bucket\/key: .+[^.]\.$/s);
  });

test('the message names the permission that lacks', (t) => {
  t.regex(mapGoogleError(api(403), 'list', 'gs://bucket/a*').message, /needs storage\.objects\.list/);
  t.regex(mapGoogleError(api(403), 'write', 'gs://bucket/a').message, /needs storage\.objects\.create/);
  const unsigned = mapGoogleError(api(403), 'sign a link to', 'gs://bucket/a').message;
  t.regex(unsigned, /needs iam\.serviceAccounts\.signBlob.+roles\/iam\.serviceAccountTokenCreator/);
  t.notRegex(unsigned, /storage\.objects/);
  t.regex(mapGoogleError(api(403), 'list', 'the executions of w').message, /access is denied\. Give the account/);
});

test('what a client keeps of its request, the token among it, is not kept', (t) => {
  const cause = Object.assign(token(403, {}), { config: { headers: { Authorization: 'Bearer ya29.secret' } } });
  t.notRegex(inspect(mapGoogleError(cause, 'read', 'gs://b/k'), { depth: 9, showHidden: true }), /ya29\.secret/);
});

test('what is one of our errors already stays it', (t) => {
  const error = new ReelsightError('input', 'Mend it.');
  t.is(mapGoogleError(error, 'read', 'x'), error);
});

test('what is not an error at all is told too', (t) => {
  const told = { kind: 'internal', message: 'Cannot read x: an error: plain text.' };
  t.like(mapGoogleError('plain text', 'read', 'x'), told);
  t.is(mapGoogleError(null, 'read', 'x').kind, 'internal');
});
