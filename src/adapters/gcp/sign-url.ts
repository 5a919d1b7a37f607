import type { File, Storage } from '@google-cloud/storage';
import { formatAddress } from '../cloud-shared/video-address.ts';
import { mapGoogleError } from './errors.ts';

export interface SignedUrlOptions {
  readonly action: 'read' | 'write';
  /** How long the URL is good, at most seven days. */
  readonly seconds: number;
  /** Signed too: who uses the URL can send no others. */
  readonly queryParams?: Record<string, string>;
}

/** For all tries of a signature. */
const TIMEOUT_MS = 30_000;

/**
 * A signed URL (V4) of an object. An account without a key has it signed by Google's IAM (`signBlob`), which may be busy,
 * unreachable or refuse; the client keeps no more than the text of what went wrong there, so it is noted here on its way.
 *
 * Errors: ReelsightError of what went wrong, told as that of signing, never of the object.
 */
export async function signUrl(file: File, options: SignedUrlOptions, timeoutMs = TIMEOUT_MS): Promise<string> {
  const { action, seconds, queryParams } = options;
  const noted: unknown[] = [];
  const expires = Date.now() + seconds * 1000;
  const config = { version: 'v4', action, expires, ...(queryParams && { queryParams }) } as const;
  try {
    const [url] = await within(timeoutMs, watchSigner(file, noted).getSignedUrl(config));
    return url;
  } catch (cause) {
    const what = formatAddress('gs', { bucket: file.bucket.name, key: file.name });
    throw mapGoogleError(noted[0] ?? cause, 'sign a link to', what);
  }
}

/** The file as it is, but for its signer, which notes what the credentials threw: of this call, not of those beside it. */
function watchSigner(file: File, noted: unknown[]): File {
  const { authClient } = file.storage;
  const note = (cause: unknown): never => {
    noted.push(cause);
    throw cause;
  };
  const watched: Pick<Storage['authClient'], 'sign' | 'getCredentials'> = {
    sign: (...words) => authClient.sign(...words).catch(note),
    getCredentials: () => authClient.getCredentials().catch(note),
  };
  // The file makes its signer of its storage's credentials, and keeps it.
  const storage = Object.create(file.storage, { authClient: { value: watched } });
  return Object.create(file, { storage: { value: storage }, signer: { value: undefined, writable: true } });
}

/** The credentials take no signal: what is late goes on unheard. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`no signature in ${timeoutMs} ms`), { name: 'TimeoutError' }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
