import type { MapState, TaskState, Transition } from './definition.ts';
import { StateError } from './errors.ts';
import type { Json } from './json.ts';
import { writePath } from './paths.ts';
import type { ExecutionEvent, ExecutionPorts } from './ports.ts';
import { createRetryCounter, takes } from './retry.ts';

/** What a state leaves, and the state after it. */
export interface Step {
  readonly output: Json;
  readonly next: Transition;
}

/** Tries a state until it succeeds or its retriers give up. Throws the error that no catcher takes then. */
export async function runAttempts(
  name: string,
  state: TaskState | MapState,
  input: Json,
  attempt: () => Promise<Json>,
  { sleep, random }: Pick<ExecutionPorts, 'sleep' | 'random'>,
  report: (event: ExecutionEvent) => void,
  signal: AbortSignal,
): Promise<Step> {
  const countRetry = createRetryCounter(state.retriers, random);
  for (;;) {
    try {
      return { output: await attempt(), next: state.next };
    } catch (cause) {
      // What ends the whole execution is not an error of the state.
      signal.throwIfAborted();
      if (!(cause instanceof StateError)) throw cause;
      const { error, reason } = cause;
      const waitSeconds = countRetry(error);
      if (waitSeconds === null) {
        const catcher = state.catchers.find(({ errors }) => takes(errors, error));
        if (!catcher) throw cause;
        report({ type: 'caught', state: name, error, next: catcher.next });
        return { output: writePath(catcher.resultPath, input, { Error: error, Cause: reason }), next: catcher.next };
      }
      report({ type: 'retried', state: name, error, waitSeconds });
      await sleep(waitSeconds, signal);
      signal.throwIfAborted();
    }
  }
}
