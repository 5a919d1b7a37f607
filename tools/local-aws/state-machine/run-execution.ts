import { runWithin } from './cancellation.ts';
import type { StateMachine } from './definition.ts';
import { StateError } from './errors.ts';
import { asJson, type Json } from './json.ts';
import type { ExecutionPorts } from './ports.ts';
import { runStates } from './run-states.ts';

export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause: string }
  | { readonly status: 'ABORTED' | 'TIMED_OUT' };

class ExecutionTimeout extends Error {
  override readonly name = 'ExecutionTimeout';
}

/**
 * Runs a state machine to its end, as a standard workflow of Step Functions. Ends as `ABORTED` as soon as the signal is
 * aborted. Rejects for what is not a failure of a state, such as a port's `sleep` that throws.
 */
export async function runExecution(
  machine: StateMachine,
  input: unknown,
  ports: ExecutionPorts & { readonly signal: AbortSignal },
): Promise<ExecutionResult> {
  const { signal } = ports;
  try {
    const output = await runWithin(
      machine.timeoutSeconds,
      signal,
      () => new ExecutionTimeout(`The execution ran longer than ${machine.timeoutSeconds} s`),
      (inner) => runStates(machine.steps, asJson(input), ports, inner),
    );
    return { status: 'SUCCEEDED', output };
  } catch (cause) {
    if (signal.aborted) return { status: 'ABORTED' };
    if (cause instanceof ExecutionTimeout) return { status: 'TIMED_OUT' };
    if (cause instanceof StateError) return { status: 'FAILED', error: cause.error, cause: cause.reason };
    throw cause;
  }
}
