import type { FailState, MapState, State, States, TaskState, Transition } from './definition.ts';
import { StateError } from './errors.ts';
import type { Json } from './json.ts';
import { readPath, writePath } from './paths.ts';
import type { ExecutionEvent, ExecutionPorts } from './ports.ts';
import { runAttempts, type Step } from './run-attempts.ts';
import { runMap } from './run-map.ts';
import { runTask } from './run-task.ts';

/** Of an input, a result or an output, as JSON text in UTF-8. */
const MAX_PAYLOAD_BYTES = 256 * 1024;
/** An execution's history holds so many events; the last tells of its end. */
const MAX_EVENTS = 25_000;

function checkSize(value: Json, what: string): Json {
  if (Buffer.byteLength(JSON.stringify(value)) <= MAX_PAYLOAD_BYTES) return value;
  throw new StateError(
    'States.DataLimitExceeded',
    `${what} has a size exceeding the maximum number of bytes service limit`,
  );
}

function fail(state: FailState, input: Json): never {
  const [error, cause] = [readPath(state.error, input, 'ErrorPath'), readPath(state.cause, input, 'CausePath')];
  if (typeof error !== 'string' || typeof cause !== 'string')
    throw new StateError('States.Runtime', 'ErrorPath and CausePath must give strings');
  throw new StateError(error, cause);
}

/** Runs one list of states to its end: an execution, or a child execution of a map. */
export async function runStates(
  { startAt, byName }: States,
  input: Json,
  ports: ExecutionPorts,
  signal: AbortSignal,
  item: number | null = null,
): Promise<Json> {
  let events = 1;
  const count = (more: number): void => {
    events += more;
    if (events >= MAX_EVENTS)
      throw new StateError(
        'States.Runtime',
        `The execution reached the maximum number of history events (${MAX_EVENTS}).`,
      );
  };
  const report = (event: ExecutionEvent): void => ports.onEvent?.(event, item);

  const tryOnce = async (state: TaskState | MapState, value: Json): Promise<Json> => {
    // Scheduled, started, ended.
    count(3);
    const result =
      state.type === 'Task'
        ? await runTask(state, value, ports, signal)
        : await runMap(state, value, ports, signal, (each, index, inner) =>
            runStates(state.child, checkSize(each, 'The item'), ports, inner, index),
          );
    checkSize(result, "The state's result");
    const merged = state.resultPath === null ? value : writePath(state.resultPath, value, result);
    if (state.type === 'Map') return merged;
    return state.outputPath === null ? {} : readPath(state.outputPath, merged, 'OutputPath');
  };

  const run = async (name: string, state: State, value: Json): Promise<Step> => {
    if (state.type === 'Fail') return fail(state, value);
    if (state.type === 'Succeed') return { output: value, next: null };
    if (state.type !== 'Choice')
      return runAttempts(name, state, value, () => tryOnce(state, value), ports, report, signal);
    const choice = state.choices.find(({ variable, equals }) => readPath(variable, value, 'Variable') === equals);
    return { output: value, next: choice?.next ?? state.fallback };
  };

  let [name, value]: [Transition, Json] = [startAt, input];
  while (name !== null) {
    signal.throwIfAborted();
    report({ type: 'entered', state: name });
    // Entered, exited.
    count(2);
    const step: Step = await run(name, byName.get(name)!, value);
    value = checkSize(step.output, "The state's output");
    name = step.next;
  }
  return value;
}
