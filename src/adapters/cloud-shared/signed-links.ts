interface SignedLink {
  readonly url: URL;
  /** Made for this call, so that it cannot have run out. */
  readonly isFresh: boolean;
}

export interface SignedLinks {
  take(address: string): Promise<SignedLink>;
  /** Forgets a link that was refused; one that was made since stays. */
  drop(address: string, link: SignedLink): Promise<void>;
}

/** Renewed so long before its end, at most: a request that starts late must not be refused. */
const MAX_MARGIN_SECONDS = 60;

/** Signed URLs to read objects, made once by `sign` and kept until they are about to run out. */
export function createSignedLinks({
  lifetimeSeconds,
  sign,
}: {
  lifetimeSeconds: number;
  sign: (address: string) => Promise<URL>;
}): SignedLinks {
  const kept = new Map<string, { readonly url: Promise<URL>; readonly renewAtMs: number }>();
  const marginSeconds = Math.min(MAX_MARGIN_SECONDS, lifetimeSeconds / 10);

  return {
    async take(address) {
      const nowMs = Date.now();
      for (const [other, { renewAtMs }] of kept) if (renewAtMs <= nowMs) kept.delete(other);
      const known = kept.get(address);
      if (known) return { url: await known.url, isFresh: false };
      const url = sign(address);
      kept.set(address, { url, renewAtMs: nowMs + (lifetimeSeconds - marginSeconds) * 1000 });
      try {
        return { url: await url, isFresh: true };
      } catch (cause) {
        kept.delete(address);
        throw cause;
      }
    },
    async drop(address, link) {
      const known = kept.get(address);
      if (known && (await known.url.catch(() => null)) === link.url && kept.get(address) === known)
        kept.delete(address);
    },
  };
}
