import { setMaxListeners } from 'node:events';

/**
 * Runs `work` under a signal of its own that follows `outer`. Rejects with the signal's reason as soon as that is
 * aborted, whatever the work does.
 */
export async function runScope<T>(outer: AbortSignal, work: (scope: AbortController) => Promise<T>): Promise<T> {
  outer.throwIfAborted();
  const scope = new AbortController();
  // Thousands of children may listen.
  setMaxListeners(0, scope.signal);
  const follow = () => scope.abort(outer.reason);
  outer.addEventListener('abort', follow, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    scope.signal.addEventListener('abort', () => reject(scope.signal.reason), { once: true });
  });
  try {
    return await Promise.race([work(scope), aborted]);
  } finally {
    outer.removeEventListener('abort', follow);
  }
}

/** The same with a time limit, after which the reason is `createReason()`. Null: no limit. */
export function runWithin<T>(
  timeoutSeconds: number | null,
  outer: AbortSignal,
  createReason: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return runScope(outer, async (scope) => {
    if (timeoutSeconds === null) return work(scope.signal);
    const timer = setTimeout(() => scope.abort(createReason()), timeoutSeconds * 1000);
    // The work may outlive the scope: the timer must not.
    scope.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    return work(scope.signal).finally(() => clearTimeout(timer));
  });
}
