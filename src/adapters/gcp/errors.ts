import { ReelsightError } from '../../core/index.ts';
import {
  ABSENT,
  BROKEN,
  BUSY,
  CANCELLED,
  createErrorTable,
  decideByStatus,
  decideUnknown,
  lasting,
  NETWORK_CODES,
  NO_BUCKET,
  REPLACED,
  type RetryDecision,
  TOO_LARGE,
  toReelsightError,
  UNREACHABLE,
  UPLOAD_OVER,
  WRONG_PARTS,
} from '../cloud-shared/error-table.ts';
import { readErrorFacts } from './error-facts.ts';

const CREDENTIALS = lasting(
  'environment',
  'the Google credentials are missing, wrong or expired. Run `gcloud auth application-default login`, or set ' +
    'GOOGLE_APPLICATION_CREDENTIALS to the file of a key',
);

/** Errors of Cloud Storage (JSON and XML), of Google's other APIs, of the token service and of Node, by their reasons. */
const BY_REASON = createErrorTable([
  [ABSENT, 'NoSuchKey'],
  [REPLACED, 'conditionNotMet', 'PreconditionFailed'],
  [NO_BUCKET, 'NoSuchBucket'],
  [UPLOAD_OVER, 'NoSuchUpload'],
  [WRONG_PARTS, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML'],
  [TOO_LARGE, 'EntityTooLarge', 'uploadTooLarge'],
  [CANCELLED, 'AbortError', 'ABORT_ERR', 'aborted'],
  [
    BUSY,
    'SlowDown',
    'TooManyRequests',
    'rateLimitExceeded',
    'userRateLimitExceeded',
    'quotaExceeded',
    'dailyLimitExceeded',
    'limitExceeded',
    'RATE_LIMIT_EXCEEDED',
    'RESOURCE_QUOTA_EXCEEDED',
  ],
  [
    BROKEN,
    'InternalError',
    'ServiceUnavailable',
    'backendError',
    'internalError',
    'CONTENT_DOWNLOAD_MISMATCH',
    'FILE_NO_UPLOAD',
    'FILE_NO_UPLOAD_DELETE',
    'BadDigest',
    'CrcMismatch',
    'IncompleteBody',
  ],
  [
    UNREACHABLE,
    'TimeoutError',
    'request-timeout',
    'body-timeout',
    'RequestTimeout',
    'requestTimeout',
    ...NETWORK_CODES,
    'ESOCKETTIMEDOUT',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_SOCKET',
  ],
  [
    CREDENTIALS,
    'AuthenticationRequired',
    'ExpiredToken',
    'InvalidSecurity',
    'SignatureDoesNotMatch',
    'ACCESS_TOKEN_EXPIRED',
    'ACCESS_TOKEN_TYPE_UNSUPPORTED',
    'CREDENTIALS_MISSING',
    'ACCOUNT_STATE_INVALID',
    'invalid_grant',
    'invalid_client',
    'unauthorized_client',
    'invalid_rapt',
  ],
  [
    lasting('environment', 'the clock of this machine is wrong, so Google takes no signature from it. Set it'),
    'RequestTimeTooSkewed',
  ],
  [
    lasting(
      'environment',
      'the API is not enabled in this project. Enable it in the console of Google Cloud, wait some minutes and try again',
    ),
    'SERVICE_DISABLED',
    'accessNotConfigured',
  ],
  [
    lasting('environment', 'the project has no billing account, or a closed one. Give it one'),
    'BILLING_DISABLED',
    'accountDisabled',
    'AccountProblem',
    'UserProjectAccountProblem',
  ],
  [
    lasting(
      'storage',
      'the bucket makes those who read it pay (Requester Pays), which is not supported. Copy it to another bucket',
    ),
    'UserProjectMissing',
  ],
]);

/** What an account needs for an action on an object, for the advice. */
const OBJECT_PERMISSIONS: Readonly<Record<string, string>> = {
  read: 'storage.objects.get',
  write: 'storage.objects.create, and storage.objects.delete to replace it',
  upload: 'storage.multipartUploads.create and storage.objects.create, and storage.objects.delete to replace it',
  list: 'storage.objects.list',
  abort: 'storage.multipartUploads.abort',
};

/**
 * Maps an error of a Google client to the one error type: by its reason, its HTTP status and its code, never by its text.
 * `action` is a verb (`read`, `write`, `list`, `start`), `what` its object: "Cannot read gs://bucket/key: it does not exist."
 */
export function mapGoogleError(cause: unknown, action: string, what: string): ReelsightError {
  if (cause instanceof ReelsightError) return cause;
  const facts = readErrorFacts(cause);
  const context = { code: facts.reasons[0], status: facts.status };
  return toReelsightError(decide(facts, action, what), { action, what, cause: withoutRequest(cause), context });
}

/** The clients' errors carry the request, with its token, which must reach no log. */
function withoutRequest(cause: unknown): unknown {
  if (!(cause instanceof Error) || !('response' in cause || 'config' in cause)) return cause;
  const bare = new Error(cause.message);
  bare.name = cause.name;
  if (cause.stack) bare.stack = cause.stack;
  return bare;
}

function decide(
  { status, reasons, message }: ReturnType<typeof readErrorFacts>,
  action: string,
  what: string,
): RetryDecision {
  for (const reason of reasons) {
    const known = BY_REASON.get(reason);
    if (known) return known;
  }
  if (status === 401) return CREDENTIALS;
  if (status === 403) return denied(action, what);
  const told = [reasons[0] ?? 'an error', message].filter(Boolean).join(': ');
  return decideByStatus(status) ?? decideUnknown(status, told);
}

function denied(action: string, what: string): RetryDecision {
  // A link is signed without a look at the object.
  if (action === 'sign a link to')
    return lasting(
      'denied',
      'access is denied. The account needs iam.serviceAccounts.signBlob on itself: give it the role ' +
        'roles/iam.serviceAccountTokenCreator for itself',
    );
  const permission = what.startsWith('gs://') ? OBJECT_PERMISSIONS[action] : undefined;
  return lasting(
    'denied',
    permission
      ? `access is denied. The account needs ${permission}. (To one without storage.objects.list, an object that does ` +
          'not exist looks so too)'
      : 'access is denied. Give the account the permission for it',
  );
}
