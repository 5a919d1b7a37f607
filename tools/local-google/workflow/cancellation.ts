/** Gives what the promise gives; rejects with the signal's reason as soon as that is aborted, whatever the promise does. */
export async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let follow = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    follow = () => reject(signal.reason);
    if (signal.aborted) follow();
    else signal.addEventListener('abort', follow, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', follow);
  }
}

/** Runs `work` under a signal that is aborted with `createReason()` after the time, and with `outer`. */
export async function runWithin<T>(
  timeoutSeconds: number,
  outer: AbortSignal,
  createReason: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const scope = new AbortController();
  const timer = setTimeout(() => scope.abort(createReason()), timeoutSeconds * 1000);
  const signal = AbortSignal.any([outer, scope.signal]);
  try {
    return await untilAborted(signal, work(signal));
  } finally {
    clearTimeout(timer);
  }
}
