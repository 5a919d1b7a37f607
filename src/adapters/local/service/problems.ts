import { type ErrorKind, ReelsightError } from '../../../core/index.ts';
import { problemSchema } from './answers.ts';
import type { Answer } from './exchange.ts';

const KINDS: Readonly<Record<ErrorKind, true>> = {
  input: true,
  'not-found': true,
  denied: true,
  conflict: true,
  unsupported: true,
  environment: true,
  model: true,
  storage: true,
  decode: true,
  cancelled: true,
  internal: true,
};

/** The kind that a service named; `internal` for one that this version does not know. */
export const readKind = (kind: string): ErrorKind =>
  Object.hasOwn(KINDS, kind) && kind !== 'cancelled' ? (kind as ErrorKind) : 'internal';

const STATUS_KINDS: Readonly<Record<number, ErrorKind>> = {
  401: 'environment',
  403: 'denied',
  404: 'not-found',
  409: 'conflict',
  429: 'environment',
};

const mayPass = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** Maps an answer that is not a success. `advice`: for a caller that is refused. */
export function mapProblem(answer: Answer, asked: string, advice: string): ReelsightError {
  const { status } = answer;
  const problem = parseProblem(answer.bytes);
  const told = problem?.detail ?? problem?.message ?? problem?.title;
  const retryable = mayPass(status);
  const options = { retryable, context: { status, retryAfterMs: readRetryAfter(answer.headers.get('retry-after')) } };
  // The service's own words say it all; a gateway's do not.
  if (problem?.kind && told) return new ReelsightError(readKind(problem.kind), told, options);
  const next =
    status === 401 || status === 403
      ? advice
      : retryable
        ? 'Try again later.'
        : 'Check that the endpoint is that of a Reelsight service of the same version.';
  const kind = STATUS_KINDS[status] ?? (status < 500 ? 'input' : 'internal');
  return new ReelsightError(kind, `${asked} was answered with ${status}${told ? ` (${told})` : ''}. ${next}`, options);
}

/** Seconds, or a date. Milliseconds from now; 0 when nothing is said. */
function readRetryAfter(header: string | null): number {
  const ms = /^\d+$/.test(header ?? '') ? Number(header) * 1000 : Date.parse(header ?? '') - Date.now();
  return Number.isNaN(ms) ? 0 : Math.max(0, ms);
}

function parseProblem(bytes: Uint8Array) {
  try {
    return problemSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return null;
  }
}

/** Codes of failed connections that trying again does not mend, when no request got through before. */
const SETTLED: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'nothing listens there. Check the endpoint; the stack on this machine is started with `npm run offline:aws` or `npm run offline:gcp`',
  ENOTFOUND: 'there is no host of that name. Check the endpoint',
};

/** Maps what a connection failed of. */
export function mapConnectionError(cause: unknown, place: string, wasReached: boolean): ReelsightError {
  if (cause instanceof ReelsightError) return cause;
  const code = findCode(cause);
  const isSettled = Object.hasOwn(SETTLED, code) && !wasReached;
  const reason = SETTLED[code] ?? innermost(cause).message;
  return new ReelsightError('environment', `${place} cannot be reached: ${reason}.`, {
    cause,
    retryable: !isSettled && !/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code),
    context: { code },
  });
}

function innermost(error: unknown): Error {
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  if (error instanceof Error) return error.cause instanceof Error ? innermost(error.cause) : error;
  return new Error(String(error));
}

const findCode = (error: unknown): string => (innermost(error) as NodeJS.ErrnoException).code ?? '';
