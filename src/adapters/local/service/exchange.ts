import { ReelsightError } from '../../../core/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/**
 * One request and its whole answer, redirects not followed. Errors: the signal's reason, kind `environment` (retryable)
 * when nothing came for `timeoutMs`, or what `fetch` throws.
 */
export async function exchange(request: {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}): Promise<Answer> {
  const { method, url, headers, body, timeoutMs } = request;
  const silence = new AbortController();
  const timer = setTimeout(() => {
    const seconds = timeoutMs / 1000;
    silence.abort(
      new ReelsightError('environment', `${url.host} did not answer for ${seconds} s. Try again later.`, {
        retryable: true,
      }),
    );
  }, timeoutMs);
  const signal = AbortSignal.any([request.signal, silence.signal]);
  try {
    const answer = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal });
    const blocks: Uint8Array[] = [];
    for await (const block of answer.body ?? []) {
      timer.refresh();
      blocks.push(block);
    }
    return { status: answer.status, headers: answer.headers, bytes: Buffer.concat(blocks) };
  } finally {
    clearTimeout(timer);
  }
}
