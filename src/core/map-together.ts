import pMap from 'p-map';

/**
 * Maps a list, so many at a time, in its order. The first failure ends the others by the signal that they get; it is told
 * when they have ended: what they worked on may be removed then. Errors: the first of `map`, or the reason of `signal`.
 */
export async function mapTogether<T, U>(
  items: Iterable<T> | AsyncIterable<T>,
  map: (item: T, index: number, signal: AbortSignal) => Promise<U>,
  { concurrency, signal }: { readonly concurrency: number; readonly signal?: AbortSignal | undefined },
): Promise<U[]> {
  const end = new AbortController();
  const inner = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
  const underWay = new Set<Promise<U>>();
  const track = async (item: T, index: number): Promise<U> => {
    inner.throwIfAborted();
    const work = map(item, index, inner);
    underWay.add(work);
    const result = await work;
    underWay.delete(work);
    return result;
  };
  try {
    const results = await pMap(items, track, { concurrency });
    inner.throwIfAborted();
    return results;
  } catch (error) {
    end.abort(error);
    await Promise.allSettled(underWay);
    throw error;
  }
}
