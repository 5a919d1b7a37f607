import type { Retrier } from './definition.ts';

/** States.ALL spares these: Step Functions fails the execution. */
const TERMINAL = ['States.Runtime', 'States.DataLimitExceeded'];

/** Whether a retrier or catcher with these names takes the error. */
export function takes(errors: readonly string[], error: string): boolean {
  return !TERMINAL.includes(error) && (errors.includes('States.ALL') || errors.includes(error));
}

/** How long to wait before the retry with that number, from 1. */
export function waitBefore(retry: number, retrier: Retrier, random: () => number): number {
  const seconds = Math.min(
    retrier.intervalSeconds * retrier.backoffRate ** (retry - 1),
    retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return retrier.jitter ? random() * seconds : seconds;
}

/** Counts one state's retries. Gives the wait before the next one, or null when the error is final. */
export function createRetryCounter(
  retriers: readonly Retrier[],
  random: () => number,
): (error: string) => number | null {
  const done = new Map<Retrier, number>();
  return (error) => {
    // The first that matches decides, even when its attempts are used up.
    const retrier = retriers.find(({ errors }) => takes(errors, error));
    if (!retrier) return null;
    const retry = (done.get(retrier) ?? 0) + 1;
    if (retry > retrier.maxAttempts) return null;
    done.set(retrier, retry);
    return waitBefore(retry, retrier, random);
  };
}
