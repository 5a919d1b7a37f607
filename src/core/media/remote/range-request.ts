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

/** Asks for a part of a file; redirects are not followed. The answer's status is the caller's to judge. */
export async function requestRange(range: RangeRequest): Promise<IncomingMessage> {
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
  return answer;
}
