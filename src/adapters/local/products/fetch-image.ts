import { ReelsightError, refusePrivateHost, requestRange } from '../../../core/index.ts';
import { hideQuery, isDenied } from '../errors.ts';
import { retry } from '../retry.ts';

/** Of a picture of a catalogue, from the web or not. */
export const MAX_IMAGE_BYTES = 30_000_000;
const MAX_REDIRECTS = 5;
const TIMEOUT_MS = 60_000;
const TRIES = 3;
const PAUSE_MS = 500;

interface FetchOptions {
  readonly allowPrivateHosts: boolean;
  readonly signal: AbortSignal;
}

/**
 * Fetches a picture from the web. What may pass (a busy server, a broken connection) is tried again. Errors: kind `input`,
 * `not-found`, `denied` or `unsupported`; no message holds what follows the question mark.
 */
export function fetchImage(address: string, options: FetchOptions): Promise<Uint8Array> {
  return retry(() => fetchOnce(address, options), { signal: options.signal, pauseMs: PAUSE_MS, tries: TRIES });
}

async function fetchOnce(address: string, { allowPrivateHosts, signal }: FetchOptions): Promise<Uint8Array> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  let url = parseUrl(address);
  try {
    for (let redirects = 0; ; redirects++) {
      // A host that is an address is not looked up by the connection.
      if (!allowPrivateHosts) await refusePrivateHost(url.hostname);
      const answer = await requestRange({ url, first: 0, last: MAX_IMAGE_BYTES, allowPrivateHosts, signal: bounded });
      const { status } = answer;
      const location = answer.headers.get('location');
      if (status < 300 || status >= 400 || !location || redirects === MAX_REDIRECTS) return await read(url, answer);
      await answer.body?.cancel();
      url = parseUrl(URL.canParse(location, url.href) ? new URL(location, url).href : location);
    }
  } catch (cause) {
    if (cause instanceof ReelsightError) throw cause;
    signal.throwIfAborted();
    const reason = bounded.aborted
      ? `it took more than ${TIMEOUT_MS / 1000} seconds`
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new ReelsightError('input', `${hideQuery(url.href)} cannot be read: ${reason}`, { cause, retryable: true });
  }
}

function parseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw new ReelsightError('input', `${JSON.stringify(hideQuery(address))} is not an http:// or https:// URL`);
  if (url.username || url.password)
    throw new ReelsightError('input', `the URL of ${url.hostname} holds a user name or a password`);
  return url;
}

const BUSY = [408, 425, 429];

async function read(url: URL, answer: Response): Promise<Uint8Array> {
  const { ok, status, statusText } = answer;
  try {
    if (!ok)
      throw new ReelsightError(
        isDenied(status) ? 'denied' : 'input',
        `${hideQuery(url.href)} answered ${status} ${statusText}`,
        {
          retryable: status >= 500 || BUSY.includes(status),
        },
      );
    const blocks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const block of answer.body ?? []) {
      blocks.push(block);
      sizeBytes += block.length;
      if (sizeBytes > MAX_IMAGE_BYTES)
        throw new ReelsightError('input', `${hideQuery(url.href)} is longer than ${MAX_IMAGE_BYTES / 1e6} MB`);
    }
    return Buffer.concat(blocks);
  } finally {
    await answer.body?.cancel();
  }
}
