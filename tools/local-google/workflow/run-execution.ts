import { setMaxListeners } from 'node:events';
import type { Workflow } from './definition.ts';
import { failWith, messageOf, WorkflowError, WorkflowFault } from './errors.ts';
import type { Interpreter } from './interpreter.ts';
import { asJson, type Json } from './json.ts';
import { LIMITS } from './limits.ts';
import type { ExecutionPorts } from './ports.ts';
import { runSteps } from './run-steps.ts';
import { createMemory, Scope } from './scope.ts';

export type ExecutionResult =
  | { readonly state: 'SUCCEEDED'; readonly result: Json }
  | {
      readonly state: 'FAILED';
      readonly payload: Json;
      /** In words, with the step. */
      readonly context: string;
      readonly origin: WorkflowError['origin'];
    }
  | { readonly state: 'CANCELLED' };

function createInterpreter(workflow: Workflow, { variables, ports, signal }: ExecutionOptions): Interpreter {
  let steps = 0;
  const memory = createMemory();
  const interpreter: Interpreter = {
    workflow,
    ports,
    signal,
    memory,
    environment: { variables, now: () => (performance.timeOrigin + performance.now()) / 1000 },
    countStep() {
      steps++;
      if (steps > LIMITS.stepsPerExecution)
        failWith('ResourceLimitError', `the execution took more than ${LIMITS.stepsPerExecution} steps`);
    },
    evaluate: (value, { scope }) => value(scope, interpreter.environment),
    runSteps: (list, frame) => runSteps(list, frame, interpreter),
    async callRoutine(name, args, { depth, inParallel }) {
      if (depth >= LIMITS.callDepth) failWith('RecursionError', `calls are nested more than ${LIMITS.callDepth} deep`);
      const scope = new Scope(memory);
      try {
        for (const [param, value] of Object.entries(args)) scope.declare(param, value);
        const routine = workflow.routines.get(name)!;
        const ended = await interpreter.runSteps(routine.steps, { routine, args, scope, depth: depth + 1, inParallel });
        return ended?.value ?? null;
      } finally {
        scope.close();
      }
    },
  };
  return interpreter;
}

export interface ExecutionOptions {
  /** What `sys.get_env` gives. */
  readonly variables: Readonly<Record<string, string>>;
  readonly ports: ExecutionPorts;
  readonly signal: AbortSignal;
}

/**
 * Runs a workflow to its end. Ends as `CANCELLED` as soon as the signal is aborted. Rejects for what is not an error of
 * a step, such as a port's `sleep` that throws.
 */
export async function runExecution(
  workflow: Workflow,
  argument: unknown,
  options: ExecutionOptions,
): Promise<ExecutionResult> {
  // Twenty iterations may listen, and more that wait for an answer.
  setMaxListeners(0, options.signal);
  const interpreter = createInterpreter(workflow, options);
  const [param] = workflow.routines.get('main')!.params;
  const args = param === undefined ? {} : { [param]: asJson(argument) };
  try {
    return {
      state: 'SUCCEEDED',
      result: await interpreter.callRoutine('main', args, { depth: -1, inParallel: false }),
    };
  } catch (cause) {
    if (options.signal.aborted) return { state: 'CANCELLED' };
    if (cause instanceof WorkflowFault)
      return { state: 'FAILED', payload: messageOf(cause), context: messageOf(cause), origin: null };
    if (!(cause instanceof WorkflowError)) throw cause;
    const { payload, origin, message } = cause;
    const place = origin ? `\nin step "${origin.step}", routine "${origin.routine}"` : '';
    return { state: 'FAILED', payload, context: `${message}${place}`, origin };
  }
}
