import { type ObjectStore, ReelsightError } from '../../core/index.ts';
import type { Run } from '../ports.ts';
import { readRunRequest } from './run-request.ts';

/** How often a step that works asks whether its run still goes on: what is cancelled stops within ten seconds. */
const ASK_MS = 5_000;

/**
 * Does a step's work until it is done, its run is cancelled or replaced, or `signal` aborts: the signal that it gets
 * aborts then. A run that failed elsewhere does not stop it, as the next attempt takes up what was measured. Errors: kind
 * `cancelled` or `conflict`, the reason of `signal`, or those of `work`.
 */
export async function whileWanted<T>(
  store: Pick<ObjectStore, 'get'>,
  run: Run,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  askMs = ASK_MS,
): Promise<T> {
  const ending = new AbortController();
  const timer = setInterval(() => {
    readRunRequest(store, run).catch((error: unknown) => {
      // A store that does not answer now says nothing of the run.
      if (error instanceof ReelsightError && ['cancelled', 'conflict'].includes(error.kind)) ending.abort(error);
    });
  }, askMs);
  const stopping = AbortSignal.any([signal, ending.signal]);
  try {
    return await work(stopping);
  } catch (error) {
    throw stopping.aborted ? stopping.reason : error;
  } finally {
    clearInterval(timer);
  }
}
