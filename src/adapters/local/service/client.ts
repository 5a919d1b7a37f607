import type { z } from 'zod';
import { type AnalysisOptionsInput, ReelsightError } from '../../../core/index.ts';
import { retry } from '../retry.ts';
import { showEndpoint } from '../signing/endpoint.ts';
import type { Authorizer } from '../signing/index.ts';
import {
  type Analysis,
  analysisSchema,
  type Started,
  startedSchema,
  type UploadSession,
  uploadedSchema,
  uploadSessionSchema,
} from './answers.ts';
import { type Answer, exchange } from './exchange.ts';
import { mapConnectionError, mapProblem } from './problems.ts';
import { hasLinkRunOut } from './store-refusal.ts';

interface AnalysisRequest {
  readonly video: string;
  readonly options: AnalysisOptionsInput;
  /** Of the video that is meant. */
  readonly fingerprint?: string;
  readonly idempotencyKey?: string;
}

/** The HTTP API of a deployed service. Errors: ReelsightError; what may pass was tried again before. */
export interface ServiceClient {
  beginUpload(file: { name: string; sizeBytes: number; fingerprint: string }): Promise<UploadSession>;
  completeUpload(upload: { key: string; uploadId: string; etags: readonly string[] }): Promise<string>;
  abortUpload(upload: { key: string; uploadId: string }): Promise<void>;
  /** The same video and options are the same analysis, however often it is asked for. */
  start(request: AnalysisRequest): Promise<Started>;
  find(id: string): Promise<Analysis>;
  cancel(id: string): Promise<Analysis>;
  /** `part`: for example `report.json`. */
  download(id: string, part: string): Promise<Uint8Array>;
}

export interface ClientOptions {
  readonly endpoint: URL;
  readonly authorizer: Authorizer;
  readonly signal: AbortSignal;
  /** Longest silence of the service. */
  readonly timeoutMs?: number;
  readonly retryPauseMs?: number;
}

const NEVER = new AbortController().signal;
const MAX_REDIRECTS = 3;

export function createServiceClient(options: ClientOptions): ServiceClient {
  const { endpoint, authorizer, timeoutMs = 30_000, retryPauseMs = 500 } = options;
  const place = showEndpoint(endpoint);
  let wasReached = false;

  // Every request here may be sent twice: the service takes the same upload, start or end again for the first.
  function ask(method: string, path: string, input: { json?: unknown; signal?: AbortSignal } = {}): Promise<Answer> {
    const { signal = options.signal } = input;
    const body = input.json === undefined ? undefined : JSON.stringify(input.json);
    const url = new URL(`${place}${path}`);
    return retry(
      async () => {
        const headers = {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(await authorizer.authorize({ method, url, body })),
        };
        const answer = await send({ method, url, headers, body, signal });
        const final = method === 'GET' ? await follow(answer, signal) : answer;
        if (final.status >= 200 && final.status < 300) return final;
        throw mapProblem(final, `${method} ${url.href}`, authorizer.advice);
      },
      { signal: options.signal, pauseMs: retryPauseMs },
    );
  }

  async function send(request: Omit<Parameters<typeof exchange>[0], 'timeoutMs'>): Promise<Answer> {
    try {
      const answer = await exchange({ ...request, timeoutMs });
      wasReached = true;
      return answer;
    } catch (cause) {
      request.signal.throwIfAborted();
      throw mapConnectionError(cause, request.url.origin, wasReached);
    }
  }

  /** Large answers lie in the store, behind a signed URL: our headers stay with the service. */
  async function follow(first: Answer, signal: AbortSignal): Promise<Answer> {
    let answer = first;
    for (let redirects = 0; answer.status >= 300 && answer.status < 400 && redirects < MAX_REDIRECTS; redirects++) {
      const location = answer.headers.get('location');
      if (!location) return answer;
      const url = URL.canParse(location, endpoint.href) ? new URL(location, endpoint) : null;
      if (!url || !(url.protocol === 'https:' || url.protocol === endpoint.protocol))
        throw new ReelsightError('internal', `${place} redirected to an address that is not safe to follow.`);
      answer = await send({ method: 'GET', url, headers: {}, body: undefined, signal });
      // A link that ran out on the way: the service gives another.
      if (hasLinkRunOut(answer.status, Buffer.from(answer.bytes).toString()))
        throw new ReelsightError('storage', `The store at ${url.host} refused a link of ${place}. Try again.`, {
          retryable: true,
        });
    }
    return answer;
  }

  async function askFor<T>(schema: z.ZodType<T>, ...request: Parameters<typeof ask>): Promise<T> {
    const answer = await ask(...request);
    return readAnswer(schema, answer, place);
  }

  return {
    // Not ended by Ctrl-C: what the service began must be known, so that it can be ended.
    beginUpload: (file) => askFor(uploadSessionSchema, 'POST', '/v1/uploads', { json: file, signal: NEVER }),
    completeUpload: async (upload) =>
      (await askFor(uploadedSchema, 'POST', '/v1/uploads/complete', { json: upload })).video,
    abortUpload: async (upload) => void (await ask('POST', '/v1/uploads/abort', { json: upload, signal: NEVER })),
    start: (request) => askFor(startedSchema, 'POST', '/v1/analyses', { json: request, signal: NEVER }),
    find: (id) => askFor(analysisSchema, 'GET', `/v1/analyses/${id}`),
    cancel: (id) => askFor(analysisSchema, 'DELETE', `/v1/analyses/${id}`),
    download: async (id, part) => (await ask('GET', `/v1/analyses/${id}/${part}`)).bytes,
  };
}

function readAnswer<T>(schema: z.ZodType<T>, { bytes, headers }: Answer, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new ReelsightError(
      'environment',
      `${place} answered with ${headers.get('content-type') ?? 'something'} that is not JSON. Check that the endpoint is that of a Reelsight service.`,
      { cause },
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the whole answer'}: ${message}`,
  );
  throw new ReelsightError(
    'environment',
    `The answer of ${place} is not understood (${problems.join('; ')}). Is it a Reelsight service, of the same version?`,
    { cause: result.error },
  );
}
