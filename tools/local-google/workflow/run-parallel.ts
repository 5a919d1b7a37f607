import type { ParallelStep } from './definition.ts';
import { failWith, WorkflowError, WorkflowFault } from './errors.ts';
import type { Frame, Interpreter } from './interpreter.ts';
import { isMap, type Json, typeOf } from './json.ts';
import { LIMITS } from './limits.ts';
import { Scope } from './scope.ts';

function readLimit(step: ParallelStep, frame: Frame, { evaluate }: Interpreter): number {
  if (!step.limit) return LIMITS.iterationConcurrency;
  const limit = evaluate(step.limit, frame);
  if (typeOf(limit) !== 'integer' || (limit as number) < 1)
    failWith('ValueError', `concurrency_limit must be a positive integer, got: ${JSON.stringify(limit)}`);
  return Math.min(limit as number, LIMITS.iterationConcurrency);
}

function readRange(step: ParallelStep, frame: Frame, { evaluate }: Interpreter): [first: number, last: number] {
  const range = evaluate(step.range, frame);
  if (!Array.isArray(range) || range.length !== 2 || range.some((end) => typeOf(end) !== 'integer'))
    failWith('TypeError', `range must be two integers, got: ${JSON.stringify(range)}`);
  return [range[0], range[1]];
}

/** The error of a parallel step: those of its iterations, told apart by their numbers. */
function joinErrors(errors: readonly { readonly id: string; readonly error: WorkflowError }[]): WorkflowError {
  const tags = errors.flatMap(({ error: { payload } }) => {
    const own = isMap(payload) ? payload['tags'] : null;
    return Array.isArray(own) ? (own as Json[]) : [];
  });
  return new WorkflowError({
    message: 'UnhandledBranchError: One or more branches or iterations encountered an unhandled runtime error',
    tags: ['UnhandledBranchError', 'RuntimeError', ...new Set(tags)],
    branches: errors.map(({ id, error }) => ({ id, error: { context: error.message, payload: error.payload } })),
    truncated: false,
  });
}

/** Runs the iterations, up to 20 at once, each with variables of its own. One that fails does not stop the others. */
export async function runParallel(step: ParallelStep, frame: Frame, interpreter: Interpreter): Promise<void> {
  if (frame.inParallel) throw new WorkflowFault('A parallel step runs inside of another: not supported here');
  const limit = readLimit(step, frame, interpreter);
  const [first, last] = readRange(step, frame, interpreter);
  const errors: { id: string; error: WorkflowError }[] = [];
  let next = first;

  const work = async (): Promise<void> => {
    while (next <= last) {
      const value = next++;
      const scope = new Scope(interpreter.memory, frame.scope, step.shared);
      try {
        scope.declare(step.variable, value);
        await interpreter.runSteps(step.steps, { ...frame, scope, inParallel: true });
      } catch (cause) {
        if (!(cause instanceof WorkflowError)) throw cause;
        errors.push({ id: String(value), error: cause });
      } finally {
        scope.close();
      }
    }
  };
  const workers = Array.from({ length: Math.min(limit, Math.max(0, last - first + 1)) }, work);
  for (const ended of await Promise.allSettled(workers)) if (ended.status === 'rejected') throw ended.reason;
  if (errors.length > 0) throw joinErrors(errors);
}
