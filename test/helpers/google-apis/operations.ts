import { notFound } from './refusal.ts';
import type { Call, Operation, State } from './state.ts';

/** Begins something that takes some looks, and describes it as a google.longrunning.Operation. */
export function startOperation(
  state: State,
  parent: string,
  finish: Operation['finish'],
  metadata: Operation['metadata'] = () => ({}),
): unknown {
  state.count += 1;
  const name = `${parent}/operations/operation-${state.count}`;
  const operation: Operation = { name, looks: state.operationLooks, finish, metadata, result: null };
  state.operations.set(name, operation);
  return describe(operation);
}

/** Each look brings it nearer to its end. */
export function lookAtOperation({ state, params }: Call): unknown {
  const operation = state.operations.get(params['name']!);
  if (!operation) throw notFound(params['name']!);
  operation.looks -= 1;
  if (operation.looks <= 0) operation.result ??= operation.finish();
  return describe(operation);
}

const describe = ({ name, result, metadata }: Operation) => ({
  name,
  done: result !== null,
  metadata: metadata(),
  ...result,
});
