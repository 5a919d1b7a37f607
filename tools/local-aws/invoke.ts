import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { nameOfStepMessage } from '../../src/adapters/aws/step-errors.ts';
import { LOCAL_USER } from './local-stack.ts';
import type { ExecutionPorts } from './state-machine/index.ts';

/** Calls functions as the engine does: through Lambda's API, waiting for the answer. */
export function createInvoker(endpoint: string, region: string): ExecutionPorts['invokeFunction'] {
  // A chunk takes as long as it takes: nothing is timed here, and nothing is sent twice.
  const client = new LambdaClient({ endpoint, region, credentials: LOCAL_USER, maxAttempts: 1 });
  return async (name, payload, signal) => {
    const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }), {
      abortSignal: signal,
    });
    const text = answer.Payload?.transformToString() ?? '';
    const value: unknown = text === '' ? null : JSON.parse(text);
    const error = value as { errorMessage?: string; errorType?: string } | null;
    if (!answer.FunctionError && !error?.errorMessage) return { payload: value };
    // serverless-offline hands on the message of an error, and not its name.
    const errorMessage = error?.errorMessage ?? text;
    return {
      error: { ...error, errorMessage, errorType: nameOfStepMessage(errorMessage) ?? error?.errorType ?? 'Error' },
    };
  };
}
