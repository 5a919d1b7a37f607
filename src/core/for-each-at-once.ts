/** Works on all items, `limit` at a time. The first failure ends the others, by their signal, and is thrown. */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  options: { readonly limit: number; readonly signal?: AbortSignal },
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failure = new AbortController();
  const signal = AbortSignal.any([...(options.signal ? [options.signal] : []), failure.signal]);
  const queue = items[Symbol.iterator]();
  const takeTurns = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      signal.throwIfAborted();
      await work(next.value, signal);
    }
  };
  const turns = Array.from({ length: options.limit }, () =>
    takeTurns().catch((error: unknown) => failure.abort(error)),
  );
  await Promise.all(turns);
  signal.throwIfAborted();
}
