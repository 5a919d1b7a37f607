import { type ErrorKind, ReelsightError } from '../../core/index.ts';

interface Verdict {
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly problem: string;
}

const passing = (problem: string): Verdict => ({ kind: 'storage', retryable: true, problem });
const lasting = (kind: ErrorKind, problem: string): Verdict => ({ kind, retryable: false, problem });

const ABSENT = lasting('not-found', 'it does not exist');
const REPLACED = lasting('input', 'it was replaced meanwhile. Start again with what is there now');
const BUSY = passing('the service asks to be called less often. Try again later');
const BROKEN = passing('the service failed. Try again later');
const UNREACHABLE = passing('the service did not answer, or the connection broke. Try again later');
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

/** Errors of S3, Step Functions, Lambda and the SDK itself, by their names. */
const BY_NAME: ReadonlyMap<string, Verdict> = new Map(
  (
    [
      [ABSENT, 'NoSuchKey', 'NotFound', 'ExecutionDoesNotExist', 'ResourceNotFoundException'],
      [REPLACED, 'PreconditionFailed'],
      [lasting('environment', 'there is no such bucket. Check its name, or deploy the stack'), 'NoSuchBucket'],
      [
        lasting('environment', 'there is no such state machine. Check its name, or deploy the stack'),
        'StateMachineDoesNotExist',
      ],
      [
        lasting('environment', 'the bucket lies in another region. Set AWS_REGION to it'),
        'PermanentRedirect',
        'AuthorizationHeaderMalformed',
      ],
      [lasting('input', 'this upload has ended, or never began. Begin a new one'), 'NoSuchUpload'],
      [
        lasting(
          'input',
          'the parts are not those that were uploaded. Upload them again, and give their ETags in order',
        ),
        'InvalidPart',
        'InvalidPartOrder',
        'EntityTooSmall',
        'MalformedXML',
      ],
      [lasting('input', 'it is larger than the store takes'), 'EntityTooLarge'],
      [lasting('cancelled', 'it was cancelled'), 'AbortError'],
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
    ] as [Verdict, ...string[]][]
  ).flatMap(([verdict, ...names]) => names.map((name) => [name, verdict] as const)),
);

const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException', 'Forbidden']);

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ETIMEDOUT',
]);

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
  const { kind, retryable, problem } = judge(error, status, action, cause);
  return new ReelsightError(kind, `Cannot ${action} ${what}: ${problem}.`, {
    cause,
    retryable,
    context: { code: error.code ?? error.name, status, requestId: error.$metadata?.requestId },
  });
}

function judge(error: SdkError, status: number | undefined, action: string, cause: unknown): Verdict {
  const known = BY_NAME.get(error.name ?? '');
  if (known) return known;
  if (DENIED.has(error.name ?? '')) return denied(action);
  if (error.$retryable) return error.$retryable.throttling ? BUSY : BROKEN;
  // Answers to HEAD have no body, so no name either.
  if (status === 404) return ABSENT;
  if (status === 412) return REPLACED;
  if (status === 401 || status === 403) return denied(action);
  if (status === 429 || status === 503) return BUSY;
  if (status === 408) return UNREACHABLE;
  if (status === 301) return BY_NAME.get('PermanentRedirect')!;
  if (status !== undefined && status >= 500) return BROKEN;
  if (NETWORK_CODES.has(error.code ?? '')) return UNREACHABLE;
  if (status === 400 && NAMELESS.has(error.name ?? '')) return UNTOLD;
  const told = error.message || String(cause);
  return lasting(
    status === undefined ? 'internal' : 'storage',
    `${error.name ?? 'an error'}: ${told}`.replace(/\.$/, ''),
  );
}

function denied(action: string): Verdict {
  const permission = PERMISSIONS[action];
  return lasting(
    'denied',
    permission
      ? `access is denied. The role or user needs ${permission}. (To one without s3:ListBucket, an object that does ` +
          'not exist looks so too)'
      : 'access is denied. Give the role or user the permission for it',
  );
}
