import { GoogleAuth, gaxios } from 'google-auth-library';
import { z } from 'zod';

/** An answer of a Google API that is an error. */
export class GoogleApiError extends Error {
  override readonly name = 'GoogleApiError';
  /** Of HTTP. */
  readonly status: number;
  /** Of google.rpc.ErrorInfo, for example `SERVICE_DISABLED`; that of older APIs, for example `notFound`; or ''. */
  readonly reason: string;
  /** Host of the API, for example `workflows.googleapis.com`. */
  readonly service: string;
  /** google.rpc.ErrorInfo and its like. */
  readonly details: readonly unknown[];

  constructor(facts: {
    status: number;
    reason: string;
    service: string;
    details: readonly unknown[];
    message: string;
  }) {
    super(facts.message);
    this.status = facts.status;
    this.reason = facts.reason;
    this.service = facts.service;
    this.details = facts.details;
  }
}

export interface GoogleApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** For example `https://workflows.googleapis.com/v1/projects/p/locations/l/workflows`. */
  readonly url: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export interface GoogleApi {
  /**
   * Gives the JSON of the answer. What may pass is tried again: for requests that do no more when they come twice, every
   * error of the service and every broken connection; for others only what was turned away undone.
   *
   * Errors: GoogleApiError; an Error of the network or of the credentials as it comes.
   */
  request<T = unknown>(request: GoogleApiRequest): Promise<T>;
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TRIES_AGAIN = 4;
const TIMEOUT_MS = 60_000;

/** Turned away undone, whatever was asked. */
const UNDONE = [
  [429, 429],
  [503, 503],
];
const PASSING = [
  [408, 408],
  [429, 429],
  [500, 599],
];

/**
 * Calls Google's REST APIs with the credentials of the environment. `endpoint` gets every request instead, with the host
 * that it was for as the first part of the path: `https://run.googleapis.com/v2/x` -> `http://127.0.0.1:1234/run.googleapis.com/v2/x`.
 */
export function createGoogleApi({
  auth = findCredentials(),
  endpoint,
  maxRetryDelayMs = 10_000,
}: {
  auth?: GoogleAuth;
  endpoint?: string | undefined;
  /** Between two tries. */
  maxRetryDelayMs?: number;
} = {}): GoogleApi {
  return {
    async request<T>({ method, url, query = {}, body, signal }: GoogleApiRequest): Promise<T> {
      const isSafe = method !== 'POST' && method !== 'PATCH';
      const target = new URL(endpoint ? url.replace(/^https:\//, endpoint.replace(/\/$/, '')) : url);
      for (const [name, value] of Object.entries(query))
        if (value !== undefined) target.searchParams.set(name, String(value));
      const options: gaxios.GaxiosOptions = {
        method,
        url: target.href,
        ...(body !== undefined && { data: body }),
        ...(signal && { signal }),
        timeout: TIMEOUT_MS,
        responseType: 'json',
        retry: true,
        retryConfig: {
          retry: TRIES_AGAIN,
          noResponseRetries: isSafe ? TRIES_AGAIN : 0,
          httpMethodsToRetry: [method],
          statusCodesToRetry: isSafe ? PASSING : UNDONE,
          maxRetryDelay: maxRetryDelayMs,
        },
      };
      try {
        return (await auth.request<T>(options)).data;
      } catch (cause) {
        if (!(cause instanceof gaxios.GaxiosError && cause.response)) throw cause;
        // Not kept as the cause: it carries the token.
        throw readError(cause.response.status, cause.response.data, new URL(url).host);
      }
    },
  };
}

function findCredentials(): GoogleAuth {
  const auth = new GoogleAuth({ scopes: SCOPE });
  // A key signs its tokens itself: no request to the token service before the first one that counts.
  auth.useJWTAccessWithScope = true;
  return auth;
}

/** `{error: {code, message, status, details: [{'@type': '...ErrorInfo', reason}], errors: [{reason}]}}` */
const errorSchema = z.object({
  error: z.object({
    message: z.string(),
    details: z.array(z.looseObject({ '@type': z.string().optional(), reason: z.string().optional() })).default([]),
    errors: z.array(z.looseObject({ reason: z.string().optional() })).default([]),
  }),
});

function readError(status: number, data: unknown, service: string): GoogleApiError {
  const { error } = errorSchema.safeParse(data).data ?? { error: null };
  const info = error?.details.find((detail) => detail['@type']?.endsWith('google.rpc.ErrorInfo'));
  return new GoogleApiError({
    status,
    service,
    reason: info?.reason ?? error?.errors[0]?.reason ?? '',
    details: error?.details ?? [],
    message: error?.message ?? `${service} answered ${status}`,
  });
}
