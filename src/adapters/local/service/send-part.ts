import { createReadStream } from 'node:fs';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { ReelsightError } from '../../../core/index.ts';
import { mapFileError } from '../errors.ts';
import { mapConnectionError } from './problems.ts';
import { hasLinkRunOut } from './store-refusal.ts';

export interface FilePart {
  readonly path: string;
  readonly start: number;
  readonly length: number;
  /** Signed: its holder may write there, so no message shows it. */
  readonly url: URL;
}

/**
 * Puts a range of a file to a signed URL and returns the ETag that the store gave it. Node's own client and not `fetch`,
 * which sends a stream in chunks of unsaid length: stores refuse that.
 * Errors: the signal's reason; kind `input` when the file changed; `storage` or `environment`, retryable when it may pass.
 */
export async function sendPart(
  part: FilePart,
  options: { readonly signal: AbortSignal; readonly timeoutMs: number; readonly onBytes: (count: number) => void },
): Promise<string> {
  const { signal, timeoutMs } = options;
  const { url } = part;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const request = send(url, { method: 'PUT', headers: { 'content-length': part.length }, signal, timeout: timeoutMs });
  request.once('timeout', () =>
    request.destroy(
      new ReelsightError('environment', `${url.host} accepted nothing for ${timeoutMs / 1000} s. Try again later.`, {
        retryable: true,
      }),
    ),
  );
  const answered = new Promise<StoreAnswer>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => readAnswer(response).then(resolve, reject));
  });
  answered.catch(() => {});
  const written = pipeline(readRange(part, options.onBytes), request);
  try {
    // A store that refuses answers before it has read the part.
    const answer = await Promise.race([answered, written.then(() => answered)]);
    const { status, etag } = answer;
    if (status >= 200 && status < 300 && etag) return etag;
    throw mapRefusal(answer, url.host);
  } catch (cause) {
    signal.throwIfAborted();
    throw mapConnectionError(cause, url.origin, true);
  } finally {
    await written.catch(() => {});
  }
}

async function* readRange(part: FilePart, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const { path, start, length } = part;
  let count = 0;
  try {
    const blocks = createReadStream(path, { start, end: start + length - 1, highWaterMark: 1 << 18 });
    for await (const block of blocks as AsyncIterable<Buffer>) {
      count += block.length;
      yield block;
      onBytes(block.length);
    }
  } catch (cause) {
    throw mapFileError(cause, 'read', path);
  }
  if (count < length)
    throw new ReelsightError('input', `${JSON.stringify(path)} became shorter while it was uploaded. Start again.`);
}

interface StoreAnswer {
  readonly status: number;
  readonly etag: string | undefined;
  /** Its first characters. */
  readonly text: string;
}

/** Longer than any refusal of a store. */
const MAX_ANSWER_LENGTH = 1 << 16;

async function readAnswer(response: IncomingMessage): Promise<StoreAnswer> {
  let text = '';
  for await (const block of response.setEncoding('utf8')) if (text.length < MAX_ANSWER_LENGTH) text += block;
  return { status: response.statusCode ?? 0, etag: response.headers.etag, text };
}

function mapRefusal({ status, text }: StoreAnswer, host: string): ReelsightError {
  const hasRunOut = hasLinkRunOut(status, text);
  // 400: a store that gave up waiting for the part's bytes says so.
  const retryable = !hasRunOut && (status === 400 || status === 408 || status === 429 || status >= 500);
  const advice = hasRunOut
    ? 'The link to it may have expired: start again, over a faster connection if it took very long.'
    : 'Try again later.';
  return new ReelsightError(
    'storage',
    `The store at ${host} did not take a part of the video (status ${status}). ${advice}`,
    {
      retryable,
      context: { status },
    },
  );
}
