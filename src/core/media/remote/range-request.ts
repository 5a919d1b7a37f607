import { once } from 'node:events';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { lookupPublicHost } from './private-hosts.ts';

/** Nothing for so long is a broken connection. */
const TIMEOUT_MS = 30_000;

export interface RangeRequest {
  /** `https:`, or `http:` where the caller has made sure that it may be. */
  readonly url: URL;
  /** Bytes, both inclusive. */
  readonly first: number;
  readonly last: number;
  readonly allowPrivateHosts: boolean;
  /** Ask for this version alone. */
  readonly etag?: string | null;
  readonly signal: AbortSignal;
}

/**
 * Asks for a part of a file; redirects are not followed. The answer's status is the caller's to judge. Its body is read
 * from the network as it is taken, and holds the connection until it is read to its end or cancelled. (Node's own `fetch`
 * cannot be told how names are resolved.)
 */
export async function requestRange(range: RangeRequest): Promise<Response> {
  const { url, first, last, allowPrivateHosts, etag, signal } = range;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = request(url, {
    headers: { range: `bytes=${first}-${last}`, ...(etag?.startsWith('"') && { 'if-match': etag }) },
    timeout: TIMEOUT_MS,
    signal,
    ...(!allowPrivateHosts && { lookup: lookupPublicHost }),
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing came for ${TIMEOUT_MS / 1000} seconds`)));
  // What breaks after the answer began is told by the answer.
  outgoing.on('error', () => {});
  outgoing.end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return toResponse(answer);
}

/** Answers with these have no body, and a Response refuses one. */
const WITHOUT_BODY: readonly number[] = [204, 205, 304];

/** Errors: a plain Error for what no Response holds, a status of 999 for example. */
function toResponse(answer: IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
  try {
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    if (!WITHOUT_BODY.includes(status)) return new Response(readBlocks(answer), { status, statusText, headers });
    answer.resume();
    return new Response(null, { status, statusText, headers });
  } catch (cause) {
    answer.destroy();
    throw new Error(`it answered with the status ${status}, or with headers, that HTTP does not know`, { cause });
  }
}

/**
 * The bytes of an answer, each block when it is asked for: `Readable.toWeb` would count blocks where the network counts
 * bytes, and so keep gigabytes of them.
 */
function readBlocks(answer: IncomingMessage): ReadableStream<Uint8Array> {
  const blocks: AsyncIterator<Uint8Array> = answer[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await blocks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void answer.destroy(),
    },
    { highWaterMark: 0 },
  );
}
