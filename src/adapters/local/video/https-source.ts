import { createHash } from 'node:crypto';
import {
  assertVideoBytes,
  PROXY_PROTOCOLS,
  ReelsightError,
  refusePrivateHost,
  requestRange,
  SNIFF_BYTES,
  serveRanges,
} from '../../../core/index.ts';
import { hideQuery, isDenied } from '../errors.ts';
import type { OpenedVideo } from './opened-video.ts';

const MAX_REDIRECTS = 5;
const MAX_TRIES = 3;

/**
 * Opens a video on the web, after a look at its first bytes. It is read by range requests, never copied, and through
 * this process: ffmpeg checks no certificate, resolves names again, and static builds of it crash when they do.
 * Errors: kind `input`, `not-found`, `denied` or `unsupported`; no message holds what follows the question mark.
 */
export async function openHttpsSource(
  address: string,
  allowPrivateHosts: boolean,
  signal: AbortSignal,
): Promise<OpenedVideo> {
  let url = parseUrl(address);
  for (let redirects = 0; ; redirects++) {
    // A host that is an address is not looked up by the connection.
    if (!allowPrivateHosts) await refusePrivateHost(url.hostname);
    const { answer, head } = await readHead(url, allowPrivateHosts, signal);
    const location = answer.headers.get('location');
    const isRedirect = answer.status >= 300 && answer.status < 400;
    if (!isRedirect || !location || redirects === MAX_REDIRECTS) return describe(url, answer, head, allowPrivateHosts);
    url = parseUrl(URL.canParse(location, url.href) ? new URL(location, url).href : location);
  }
}

function parseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'https:')
    throw new ReelsightError(
      'input',
      `${JSON.stringify(hideQuery(address))} is not an https:// URL. Give one, or a file.`,
    );
  if (url.username || url.password)
    throw new ReelsightError(
      'input',
      `The URL of ${url.hostname} holds a user name or a password. Give a signed URL instead.`,
    );
  return url;
}

async function readHead(
  url: URL,
  allowPrivateHosts: boolean,
  signal: AbortSignal,
  tries = 1,
): Promise<{ answer: Response; head: Buffer }> {
  try {
    const answer = await requestRange({ url, first: 0, last: SNIFF_BYTES - 1, allowPrivateHosts, signal });
    const blocks: Uint8Array[] = [];
    let length = 0;
    if (answer.status === 206)
      for await (const block of answer.body ?? []) {
        blocks.push(block);
        length += block.length;
        if (length >= SNIFF_BYTES) break;
      }
    else await answer.body?.cancel();
    return { answer, head: Buffer.concat(blocks) };
  } catch (cause) {
    if (cause instanceof ReelsightError) throw cause;
    signal.throwIfAborted();
    if (tries < MAX_TRIES) return readHead(url, allowPrivateHosts, signal, tries + 1);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReelsightError('input', `${hideQuery(url.href)} cannot be read: ${reason}.`, { cause, retryable: true });
  }
}

async function describe(url: URL, answer: Response, head: Buffer, allowPrivateHosts: boolean): Promise<OpenedVideo> {
  const { status, statusText, headers } = answer;
  if (!answer.ok)
    throw new ReelsightError(
      isDenied(status) ? 'denied' : 'input',
      `${hideQuery(url.href)} answered ${status} ${statusText}. Check the URL.`,
    );
  const sizeBytes = Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? 0);
  if (status !== 206 || sizeBytes === 0)
    throw new ReelsightError(
      'unsupported',
      `${url.hostname} does not answer range requests with the length of the video. Download it and give the file.`,
    );
  const name = nameOf(url);
  assertVideoBytes(head, name);
  const etag = headers.get('etag');
  const proxy = await serveRanges({
    sizeBytes,
    host: url.hostname,
    // When there is an ETag, another version of the file is refused.
    open: (first, last, signal) => openRange({ url, etag, allowPrivateHosts, first, last, signal }),
  });
  return {
    source: {
      url: proxy.address,
      protocols: PROXY_PROTOCOLS,
      name,
      sizeBytes,
      fingerprint: createHash('sha256')
        .update(`${url.origin}${url.pathname} ${sizeBytes} ${etag ?? headers.get('last-modified') ?? ''}`)
        .update(head)
        .digest('hex'),
    },
    assertFullyRead: proxy.assertFullyRead,
    close: proxy.close,
  };
}

async function openRange(range: Parameters<typeof requestRange>[0]): Promise<ReadableStream<Uint8Array>> {
  const answer = await requestRange(range);
  if (answer.status === 206 && answer.body) return answer.body;
  await answer.body?.cancel();
  throw new Error(`status ${answer.status}`);
}

function nameOf(url: URL): string {
  const name = url.pathname.split('/').pop() || url.hostname;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
