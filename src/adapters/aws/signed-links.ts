import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { mapSdkError } from './errors.ts';
import { formatAddress, type S3Address } from './s3-address.ts';

export interface SignedLink {
  readonly url: URL;
  /** Made for this call, so that it cannot have run out. */
  readonly isFresh: boolean;
}

export interface SignedLinks {
  take(address: S3Address): Promise<SignedLink>;
  /** Forgets a link that was refused; one that was made since stays. */
  drop(address: S3Address, link: SignedLink): Promise<void>;
}

/** Renewed so long before its end, at most: a request that starts late must not be refused. */
const MAX_MARGIN_SECONDS = 60;

/** Signed URLs to read objects, made once and kept until they are about to run out. */
export function createSignedLinks(client: S3Client, lifetimeSeconds: number): SignedLinks {
  const kept = new Map<string, { readonly url: Promise<URL>; readonly renewAtMs: number }>();
  const marginSeconds = Math.min(MAX_MARGIN_SECONDS, lifetimeSeconds / 10);

  function sign({ bucket, key }: S3Address): Promise<URL> {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    return getSignedUrl(client, command, { expiresIn: lifetimeSeconds }).then(
      (url) => new URL(url),
      (cause: unknown) => {
        throw mapSdkError(cause, 'sign a link to', formatAddress({ bucket, key }));
      },
    );
  }

  return {
    async take(address) {
      const name = formatAddress(address);
      const nowMs = Date.now();
      for (const [other, { renewAtMs }] of kept) if (renewAtMs <= nowMs) kept.delete(other);
      const known = kept.get(name);
      if (known) return { url: await known.url, isFresh: false };
      const url = sign(address);
      kept.set(name, { url, renewAtMs: nowMs + (lifetimeSeconds - marginSeconds) * 1000 });
      try {
        return { url: await url, isFresh: true };
      } catch (cause) {
        kept.delete(name);
        throw cause;
      }
    },
    async drop(address, link) {
      const name = formatAddress(address);
      const known = kept.get(name);
      if (known && (await known.url.catch(() => null)) === link.url && kept.get(name) === known) kept.delete(name);
    },
  };
}
