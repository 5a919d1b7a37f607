import { setTimeout as pause } from 'node:timers/promises';
import { ReelsightError } from '../../core/index.ts';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Of the first pause; each further one is twice as long. */
  readonly pauseMs: number;
  readonly tries?: number;
}

const MAX_PAUSE_MS = 20_000;
/** Of what a service may ask for by `retryAfterMs` in the error's context. */
const MAX_ASKED_MS = 10_000;

/** Does what failed with a retryable error again, after growing pauses, or those that were asked for. */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, pauseMs, tries = 5 } = options;
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ReelsightError && error.retryable) || tried >= tries) throw error;
      // Spread, so that the parts of an upload do not all come back at once.
      const spreadMs = Math.min(MAX_PAUSE_MS, pauseMs * 2 ** (tried - 1)) * (0.75 + 0.5 * Math.random());
      const askedMs = Math.min(MAX_ASKED_MS, Number(error.context['retryAfterMs'] ?? 0));
      await sleep(Math.max(spreadMs, askedMs), signal);
    }
  }
}

/** Waits. Errors: the signal's reason. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
