import { untilAborted } from './cancellation.ts';
import type { Retry, TryStep } from './definition.ts';
import { WorkflowError } from './errors.ts';
import type { Frame, Interpreter, Return } from './interpreter.ts';
import { booleanOf } from './operators.ts';
import { Scope } from './scope.ts';

/** How long to wait before the retry with that number, from 0. */
export function waitBefore(retry: number, { initialDelaySeconds, multiplier, maxDelaySeconds }: Retry): number {
  return Math.min(initialDelaySeconds * multiplier ** retry, maxDelaySeconds);
}

/** Tries a list of steps until it succeeds or its retry gives up; its `except` takes the error that is left then. */
export async function runTry(
  step: TryStep,
  name: string,
  frame: Frame,
  interpreter: Interpreter,
): Promise<Return | null> {
  const { memory, signal, ports } = interpreter;
  const where = { routine: frame.routine.name, step: name, args: frame.args };

  const waitForRetry = async ({ payload }: WorkflowError, done: number): Promise<boolean> => {
    const { retry } = step;
    if (!retry || done >= retry.maxRetries) return false;
    const [param] = interpreter.workflow.routines.get(retry.predicate)!.params;
    const verdict = await interpreter.callRoutine(retry.predicate, { [param!]: payload }, frame);
    if (!booleanOf(`retry by ${retry.predicate}`, verdict)) return false;
    const waitSeconds = waitBefore(done, retry);
    ports.onEvent?.({ type: 'retried', ...where, error: payload, waitSeconds });
    await untilAborted(signal, ports.sleep(waitSeconds, signal));
    interpreter.countStep();
    return true;
  };

  for (let done = 0; ; done++) {
    try {
      return await interpreter.runSteps(step.body, frame);
    } catch (cause) {
      if (!(cause instanceof WorkflowError)) throw cause;
      if (await waitForRetry(cause, done)) continue;
      if (!step.except) throw cause;
      ports.onEvent?.({ type: 'caught', ...where, error: cause.payload });
      const scope = new Scope(memory, frame.scope);
      try {
        scope.declare(step.except.variable, cause.payload);
        return await interpreter.runSteps(step.except.steps, { ...frame, scope });
      } finally {
        scope.close();
      }
    }
  }
}
