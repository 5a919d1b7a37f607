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

const CREDENTIALS = lasting(
  'environment',
  'the AWS credentials are missing, wrong or expired. Sign in again, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and ' +
    'AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN)',
);

/** HEAD is answered so for credentials that expired and for a bucket of another region: the reason would be in the body. */
const UNTOLD = lasting(
  'environment',
  'the service refuses the request and cannot say why. Check that the AWS credentials have not expired, and AWS_REGION',
);
const NAMELESS: ReadonlySet<string> = new Set(['Unknown', 'UnknownError', 'BadRequest', '400']);

const OTHER_REGION = lasting('environment', 'the bucket lies in another region. Set AWS_REGION to it');

/** Errors of S3, Step Functions, Lambda and the SDK itself, by their names. */
const BY_NAME = createErrorTable([
  [ABSENT, 'NoSuchKey', 'NotFound', 'ExecutionDoesNotExist', 'ResourceNotFoundException'],
  [REPLACED, 'PreconditionFailed'],
  [NO_BUCKET, 'NoSuchBucket'],
  [
    lasting('environment', 'there is no such state machine. Check its name, or deploy the stack'),
    'StateMachineDoesNotExist',
  ],
  [OTHER_REGION, 'PermanentRedirect', 'AuthorizationHeaderMalformed'],
  [UPLOAD_OVER, 'NoSuchUpload'],
  [WRONG_PARTS, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'MalformedXML'],
  [TOO_LARGE, 'EntityTooLarge'],
  [CANCELLED, 'AbortError'],
  [
    BUSY,
    'SlowDown',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestThrottled',
    'RequestThrottledException',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'BandwidthLimitExceeded',
    'ExecutionLimitExceeded',
    'KmsThrottlingException',
    'KMSThrottlingException',
  ],
  [
    BROKEN,
    'InternalError',
    'ServiceException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'OperationAborted',
    'ConditionalRequestConflict',
    'IncompleteBody',
    'BadDigest',
  ],
  [UNREACHABLE, 'TimeoutError', 'NetworkingError', 'RequestTimeout', 'RequestTimeoutException'],
  [
    CREDENTIALS,
    'CredentialsProviderError',
    'TokenProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'TokenRefreshRequired',
    'InvalidToken',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'UnrecognizedClientException',
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
  ],
  [
    lasting('environment', 'the clock of this machine is wrong, so AWS takes no signature from it. Set it'),
    'RequestTimeTooSkewed',
  ],
]);

const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException', 'Forbidden']);

/** What a role needs for an action, for the advice. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  read: 's3:GetObject',
  write: 's3:PutObject',
  upload: 's3:PutObject',
  list: 's3:ListBucket',
  abort: 's3:AbortMultipartUpload',
};

/** The parts of the SDK's errors that decide. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * Maps an error of an AWS client to the one error type: by its name, its HTTP status and what the SDK says of trying
 * again, never by its text. `action` is a verb (`read`, `write`, `list`, `start`), `what` its object:
 * "Cannot read s3://bucket/key: it does not exist."
 */
export function mapSdkError(cause: unknown, action: string, what: string): ReelsightError {
  if (cause instanceof ReelsightError) return cause;
  const error: SdkError = typeof cause === 'object' && cause !== null ? cause : {};
  const status = error.$metadata?.httpStatusCode;
  const context = { code: error.code ?? error.name, status, requestId: error.$metadata?.requestId };
  return toReelsightError(decide(error, status, action, cause), { action, what, cause, context });
}

function decide(error: SdkError, status: number | undefined, action: string, cause: unknown): RetryDecision {
  const known = BY_NAME.get(error.name ?? '');
  if (known) return known;
  if (DENIED.has(error.name ?? '')) return denied(action);
  if (error.$retryable) return error.$retryable.throttling ? BUSY : BROKEN;
  // Answers to HEAD have no body, so no name either.
  if (status === 401 || status === 403) return denied(action);
  if (status === 503) return BUSY;
  if (status === 301) return OTHER_REGION;
  const byStatus = decideByStatus(status);
  if (byStatus) return byStatus;
  if (NETWORK_CODES.includes(error.code ?? '')) return UNREACHABLE;
  if (status === 400 && NAMELESS.has(error.name ?? '')) return UNTOLD;
  return decideUnknown(status, `${error.name ?? 'an error'}: ${error.message || String(cause)}`);
}

function denied(action: string): RetryDecision {
  const permission = PERMISSIONS[action];
  return lasting(
    'denied',
    permission
      ? `access is denied. The role or user needs ${permission}. (To one without s3:ListBucket, an object that does ` +
          'not exist looks so too)'
      : 'access is denied. Give the role or user the permission for it',
  );
}
