import { ReelsightError } from '../../core/index.ts';

/** So long before the platform would end a function, its work is stopped, so that the reason can be told. */
const MARGIN_MS = 15_000;

/**
 * Does work within the time that a function has left; the work's signal aborts before it is over. Errors: of the work,
 * which gives the signal's reason, kind `environment`, to be tried once more: another machine may be quicker.
 */
export async function withDeadline<T>(leftMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const timer = setTimeout(() => stopping.abort(outOfTime(leftMs)), Math.max(0, leftMs - MARGIN_MS));
  try {
    return await work(stopping.signal);
  } finally {
    clearTimeout(timer);
  }
}

const outOfTime = (leftMs: number): ReelsightError =>
  new ReelsightError(
    'environment',
    `The function could not do it in the ${Math.round(leftMs / 1000)} s that it has. Deploy with a larger --param ` +
      'workerMemory or a smaller --param chunkSeconds.',
    { retryable: 'once' },
  );
