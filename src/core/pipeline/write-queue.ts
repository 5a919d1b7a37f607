/** Lets so many writes be on their way at once, and waits before the next. The first failure is thrown by what comes after. */
export function createWriteQueue(limit: number) {
  const pending = new Set<Promise<void>>();
  let failure: { readonly cause: unknown } | null = null;
  const check = () => {
    if (failure) throw failure.cause;
  };
  return {
    async add(write: () => Promise<void>): Promise<void> {
      if (pending.size >= limit) await Promise.race(pending);
      check();
      const done: Promise<void> = write()
        .catch((cause: unknown) => {
          failure ??= { cause };
        })
        .finally(() => pending.delete(done));
      pending.add(done);
    },
    async finish(): Promise<void> {
      await Promise.all(pending);
      check();
    },
  };
}
