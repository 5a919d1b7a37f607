import type { Storage } from '@google-cloud/storage';
import { z } from 'zod';
import { GoogleApiError } from './google-api.ts';

export interface StorageRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Of the XML API: `objectPath(bucket, key)`; of the JSON API: `upload/storage/v1/...`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface StorageAnswer {
  /** With lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const TIMEOUT_MS = 60_000;
const TRIES_AGAIN = 4;
const PASSING = [
  [408, 408],
  [429, 429],
  [500, 599],
];

/** The path of an object in the XML API. */
export const objectPath = (bucket: string, key: string): string =>
  [bucket, ...key.split('/')].map(encodeURIComponent).join('/');

/**
 * A request to Cloud Storage with the client's endpoint and credentials, for what the client does not do, or not well: its
 * XML API has uploads in parts and tells a missing bucket from a missing object by a code, and the client's own uploads hide
 * what went wrong before the first byte. What may pass is tried again, whatever the method: use it for what does no more
 * when it comes twice.
 *
 * Errors: GoogleApiError with the reason (`conditionNotMet`) or the code of the XML API (`NoSuchKey`); an Error of the
 * network or of the credentials.
 */
export async function requestStorage(storage: Storage, request: StorageRequest): Promise<StorageAnswer> {
  const { method, path, query = {}, headers: given = {}, body } = request;
  const search = new URLSearchParams(query).toString();
  try {
    const { headers, data } = await storage.authClient.request<ArrayBuffer>({
      method,
      url: `${storage.apiEndpoint}/${path}${search && `?${search}`}`,
      headers: { ...given },
      ...(body !== undefined && { body }),
      responseType: 'arraybuffer',
      timeout: TIMEOUT_MS,
      retry: true,
      retryConfig: {
        retry: TRIES_AGAIN,
        noResponseRetries: TRIES_AGAIN,
        httpMethodsToRetry: [method],
        statusCodesToRetry: PASSING,
        maxRetryDelay: 10_000,
      },
    });
    return { headers, bytes: new Uint8Array(data) };
  } catch (cause) {
    const refused = cause instanceof Error && 'response' in cause ? refusalSchema.safeParse(cause.response).data : null;
    // Not kept as the cause: it carries the token.
    throw refused ? toApiError(refused, new URL(storage.apiEndpoint).host) : cause;
  }
}

/** Of an error of gaxios: the bytes of the answer, or what it made of them. */
const refusalSchema = z.object({ status: z.number(), data: z.unknown() });

const errorSchema = z.object({
  error: z.object({ message: z.string(), errors: z.array(z.object({ reason: z.string() })).default([]) }),
});

function toApiError({ status, data }: z.infer<typeof refusalSchema>, service: string): GoogleApiError {
  const text = data instanceof ArrayBuffer ? Buffer.from(data).toString() : '';
  const told = errorSchema.safeParse(text.startsWith('{') ? parseJson(text) : data).data?.error;
  return new GoogleApiError({
    status,
    reason: told?.errors[0]?.reason ?? /<Code>\s*([^<\s]+)\s*<\/Code>/.exec(text)?.[1] ?? '',
    service,
    details: [],
    message: told?.message ?? /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? `the store answered ${status}`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
