import { type ErrorKind, ReelsightError } from '../../core/index.ts';

/** What an error of a cloud comes to. Each cloud has a table of them, by the names that its services give. */
export interface RetryDecision {
  readonly kind: ErrorKind;
  /** Whether doing the same again may succeed. */
  readonly retryable: boolean;
  /** What is wrong and what to do, without the full stop: it ends "Cannot read s3://bucket/key: ". */
  readonly problem: string;
}

const passing = (problem: string): RetryDecision => ({ kind: 'storage', retryable: true, problem });
export const lasting = (kind: ErrorKind, problem: string): RetryDecision => ({ kind, retryable: false, problem });

export const ABSENT = lasting('not-found', 'it does not exist');
export const REPLACED = lasting('input', 'it was replaced meanwhile. Start again with what is there now');
export const NO_BUCKET = lasting('environment', 'there is no such bucket. Check its name, or deploy the stack');
export const UPLOAD_OVER = lasting('input', 'this upload has ended, or never began. Begin a new one');
export const WRONG_PARTS = lasting(
  'input',
  'the parts are not those that were uploaded. Upload them again, and give their ETags in order',
);
export const TOO_LARGE = lasting('input', 'it is larger than the store takes');
export const CANCELLED = lasting('cancelled', 'it was cancelled');
export const BUSY = passing('the service asks to be called less often. Try again later');
export const BROKEN = passing('the service failed. Try again later');
export const UNREACHABLE = passing('the service did not answer, or the connection broke. Try again later');

/** Codes of Node's broken connections. */
export const NETWORK_CODES: readonly string[] = [
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
];

/** A row: a decision, and the names that lead to it. */
export type ErrorRow = readonly [RetryDecision, ...string[]];

export const createErrorTable = (rows: readonly ErrorRow[]): ReadonlyMap<string, RetryDecision> =>
  new Map(rows.flatMap(([decision, ...names]) => names.map((name) => [name, decision] as const)));

/** What an HTTP status says by itself, where no name is known: the same of both clouds. Null: nothing. */
export function decideByStatus(status: number | undefined): RetryDecision | null {
  if (status === 404) return ABSENT;
  if (status === 412) return REPLACED;
  if (status === 429) return BUSY;
  if (status === 408) return UNREACHABLE;
  return status !== undefined && status >= 500 ? BROKEN : null;
}

/** Of an error that no table knows: what it says of itself. Without a status it came from our side. */
export const decideUnknown = (status: number | undefined, told: string): RetryDecision =>
  lasting(status === undefined ? 'internal' : 'storage', told.replace(/\.$/, ''));

/**
 * The one error type. `action` is a verb (`read`, `write`, `list`, `start`), `what` its object:
 * "Cannot read gs://bucket/key: it does not exist."
 */
export const toReelsightError = (
  { kind, retryable, problem }: RetryDecision,
  { action, what, ...options }: { action: string; what: string; cause: unknown; context: Record<string, unknown> },
): ReelsightError => new ReelsightError(kind, `Cannot ${action} ${what}: ${problem}.`, { ...options, retryable });
