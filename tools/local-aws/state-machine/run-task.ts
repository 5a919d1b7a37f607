import { runWithin } from './cancellation.ts';
import type { TaskState } from './definition.ts';
import { messageOf, StateError } from './errors.ts';
import { asJson, type Json } from './json.ts';
import { readPath } from './paths.ts';
import type { ExecutionPorts } from './ports.ts';

/** An exception of a service, told apart from what went wrong on the way there: the SDKs mark it with a `$fault`. */
function nameError(cause: unknown): string {
  const isService = cause instanceof Error && ('$fault' in cause || cause.name === 'TooManyRequestsException');
  return isService ? `Lambda.${cause.name}` : 'Lambda.SdkClientException';
}

/** Calls the function once. Returns what `lambda:invoke` answers. */
export function runTask(
  { functionName, payload, timeoutSeconds }: TaskState,
  input: Json,
  ports: ExecutionPorts,
  signal: AbortSignal,
): Promise<Json> {
  const event = asJson(readPath(payload, input, 'Payload.$'));
  // Step Functions gives no cause for it.
  const createTimeout = () => new StateError('States.Timeout', '');
  return runWithin(timeoutSeconds, signal, createTimeout, async (inner) => {
    const answer = await ports.invokeFunction(functionName, event, inner).catch((cause: unknown) => {
      throw new StateError(nameError(cause), messageOf(cause), { cause });
    });
    if ('error' in answer)
      throw new StateError(answer.error.errorType ?? 'Lambda.Unknown', JSON.stringify(answer.error));
    return { ExecutedVersion: '$LATEST', Payload: asJson(answer.payload), StatusCode: 200 };
  });
}
