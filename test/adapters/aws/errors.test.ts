import test from 'ava';
import { mapSdkError } from '../../../src/adapters/aws/errors.ts';
import { type ErrorKind, ReelsightError } from '../../../src/core/index.ts';

interface Facts {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/** As the SDK throws them: a name and a status; answers without a body have no name. */
const sdk = (name: string, httpStatusCode: number): Facts => ({ name, $metadata: { httpStatusCode } });
const unnamed = (httpStatusCode: number): Facts => sdk('Unknown', httpStatusCode);

const CASES: readonly (readonly [string, Facts, ErrorKind, boolean])[] = [
  ['a missing object', sdk('NoSuchKey', 404), 'not-found', false],
  ['a missing object, told without a body', sdk('NotFound', 404), 'not-found', false],
  ['a missing bucket', sdk('NoSuchBucket', 404), 'environment', false],
  ['a missing run', sdk('ExecutionDoesNotExist', 400), 'not-found', false],
  ['a missing state machine', sdk('StateMachineDoesNotExist', 400), 'environment', false],
  ['a missing function', sdk('ResourceNotFoundException', 404), 'not-found', false],
  ['a missing upload', sdk('NoSuchUpload', 404), 'input', false],
  ['another part', sdk('InvalidPart', 400), 'input', false],
  ['a replaced object', sdk('PreconditionFailed', 412), 'input', false],
  ['a replaced object, told without a body', unnamed(412), 'input', false],
  ['what is denied', sdk('AccessDenied', 403), 'denied', false],
  ['what is denied, told without a body', unnamed(403), 'denied', false],
  ['what is denied by another service', sdk('AccessDeniedException', 400), 'denied', false],
  ['a bucket elsewhere', sdk('PermanentRedirect', 301), 'environment', false],
  ['no credentials', { name: 'CredentialsProviderError' }, 'environment', false],
  ['expired credentials', sdk('ExpiredToken', 400), 'environment', false],
  ['expired credentials of another service', sdk('ExpiredTokenException', 403), 'environment', false],
  ['expired credentials, told without a body', unnamed(400), 'environment', false],
  ['a wrong clock', sdk('RequestTimeTooSkewed', 403), 'environment', false],
  ['too many requests', sdk('SlowDown', 503), 'storage', true],
  ['too many requests, told without a body', unnamed(503), 'storage', true],
  ['too many runs', sdk('ThrottlingException', 400), 'storage', true],
  ['too many workers', sdk('TooManyRequestsException', 429), 'storage', true],
  ['a failing service', sdk('InternalError', 500), 'storage', true],
  ['a failing service, told without a body', unnamed(502), 'storage', true],
  ['what the SDK would try again', { name: 'NewKindOfTrouble', $retryable: {} }, 'storage', true],
  ['a time-out', { name: 'TimeoutError' }, 'storage', true],
  ['a refused connection', { name: 'Error', code: 'ECONNREFUSED' }, 'storage', true],
  ['a broken connection', { name: 'Error', code: 'ECONNRESET' }, 'storage', true],
  ['a host that is not found', { name: 'Error', code: 'ENOTFOUND' }, 'storage', true],
  ['what was given up', { name: 'AbortError' }, 'cancelled', false],
  ['another refusal', sdk('InvalidArgument', 400), 'storage', false],
  ['a slip of ours', { name: 'TypeError' }, 'internal', false],
];

for (const [what, facts, kind, retryable] of CASES) {
  test(`${what}: ${kind}${retryable ? ', try again' : ''}`, (t) => {
    const cause = Object.assign(new Error('NoSuchKey AccessDenied 503 ECONNRESET'), facts);
    const error = mapSdkError(cause, 'read', 's3://bucket/key');
    t.true(error instanceof ReelsightError);
    t.like(error, { kind, retryable, cause });
    t.regex(error.message, /^Cannot read s3:\/\/bucket\/key: .+[^.]\.$/);
  });
}

test('the message names the permission that lacks', (t) => {
  const denied = Object.assign(new Error('no'), sdk('AccessDenied', 403));
  t.regex(mapSdkError(denied, 'list', 's3://bucket/a*').message, /needs s3:ListBucket/);
  t.regex(mapSdkError(denied, 'write', 's3://bucket/a').message, /needs s3:PutObject/);
  const other = Object.assign(new Error('no'), sdk('AccessDeniedException', 400));
  t.regex(mapSdkError(other, 'start', 'the analysis').message, /^Cannot start the analysis: access is denied/);
});

test('what is one of our errors already stays it', (t) => {
  const error = new ReelsightError('input', 'Mend it.');
  t.is(mapSdkError(error, 'read', 'x'), error);
});

test('what is not an error at all is told too', (t) => {
  t.like(mapSdkError('plain text', 'read', 'x'), { kind: 'internal', message: 'Cannot read x: an error: plain text.' });
});
