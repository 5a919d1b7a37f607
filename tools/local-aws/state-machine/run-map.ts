import { runScope } from './cancellation.ts';
import type { MapState } from './definition.ts';
import { messageOf, StateError } from './errors.ts';
import type { Json } from './json.ts';
import { readPath } from './paths.ts';
import type { ExecutionPorts } from './ports.ts';

/** What a distributed map runs at once where nothing says otherwise. */
const DEFAULT_CONCURRENCY = 10_000;

function readConcurrency(state: MapState, input: Json): number {
  const value = readPath(state.maxConcurrency, input, 'MaxConcurrencyPath');
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new StateError(
      'States.Runtime',
      `MaxConcurrencyPath must give a whole number from 0, received ${JSON.stringify(value)}`,
    );
  return value === 0 ? DEFAULT_CONCURRENCY : value;
}

async function readItems(state: MapState, input: Json, ports: ExecutionPorts, signal: AbortSignal) {
  const key = readPath(state.key, input, 'Key.$');
  if (typeof key !== 'string')
    throw new StateError('States.Runtime', `Key.$ must give a string, received ${JSON.stringify(key)}`);
  const fail = (reason: string, cause?: unknown): never => {
    throw new StateError('States.ItemReaderFailed', `Reading s3://${state.bucket}/${key}: ${reason}`, { cause });
  };
  const bytes = await ports
    .readObject(state.bucket, key, signal)
    .catch((cause: unknown) => fail(messageOf(cause), cause));
  let items: unknown;
  try {
    items = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    return fail(messageOf(cause), cause);
  }
  return Array.isArray(items) ? (items as Json[]) : fail('the file must hold a JSON array');
}

/** Runs a child execution for every item. Returns their outputs, in order; the first that fails stops the others. */
export function runMap(
  state: MapState,
  input: Json,
  ports: ExecutionPorts,
  signal: AbortSignal,
  runChild: (item: Json, index: number, signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  const concurrency = readConcurrency(state, input);
  return runScope(signal, async (scope) => {
    const items = await readItems(state, input, ports, scope.signal);
    const outputs: Json[] = new Array(items.length);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < items.length && !scope.signal.aborted) {
        const index = next++;
        outputs[index] = await runChild(items[index]!, index, scope.signal);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
    } catch (cause) {
      if (scope.signal.aborted || !(cause instanceof StateError)) throw cause;
      const reason = 'The specified tolerated failure threshold was exceeded';
      scope.abort(new StateError('States.ExceedToleratedFailureThreshold', reason, { cause }));
    }
    scope.signal.throwIfAborted();
    return outputs;
  });
}
