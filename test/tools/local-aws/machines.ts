import { readFileSync } from 'node:fs';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionContext } from 'ava';
import { parse } from 'yaml';
import {
  type ExecutionEvent,
  type ExecutionPorts,
  type ExecutionResult,
  type FunctionAnswer,
  loadStateMachine,
  runExecution,
  type StateMachine,
} from '../../../tools/local-aws/state-machine/index.ts';
import { createStepFunctionsServer } from '../../../tools/local-aws/step-functions-server.ts';

/** The definition that is deployed, as a fresh object. */
export function readDefinition(): Record<string, unknown> {
  const url = new URL('../../../src/adapters/aws/state-machine.yml', import.meta.url);
  return parse(readFileSync(url, 'utf8'), { merge: true });
}

/** Loads a definition with logical ids for ARNs. */
export const load = (definition: unknown): StateMachine =>
  loadStateMachine(definition, (intrinsic) => ('Ref' in intrinsic ? intrinsic.Ref : intrinsic['Fn::GetAtt'][0]));

export const reelsight = load(readDefinition());

export type Lambda = (payload: never, signal: AbortSignal) => unknown;

/** Thrown by a function: what the caller of `lambda:invoke` sees of it. */
export class FunctionError extends Error {
  constructor(
    readonly errorType: string,
    readonly errorMessage = 'no luck',
  ) {
    super(errorMessage);
  }
}

export function throttle(): never {
  throw Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException', $fault: 'client' });
}

export interface World {
  readonly ports: ExecutionPorts;
  readonly calls: { readonly name: string; readonly payload: unknown }[];
  readonly waits: number[];
  readonly events: (ExecutionEvent & { readonly item: number | null })[];
}

/** Ports on functions and objects in memory, that note what is asked of them and do not wait. */
export function createWorld(
  functions: Readonly<Record<string, Lambda>>,
  objects: Readonly<Record<string, string>> = {},
  others: Partial<ExecutionPorts> = {},
): World {
  const world: Omit<World, 'ports'> = { calls: [], waits: [], events: [] };
  const ports: ExecutionPorts = {
    async invokeFunction(name, payload, signal): Promise<FunctionAnswer> {
      world.calls.push({ name, payload });
      const lambda = functions[name];
      if (!lambda) throw Object.assign(new Error(name), { name: 'ResourceNotFoundException', $fault: 'client' });
      try {
        return { payload: await lambda(payload as never, signal) };
      } catch (cause) {
        if (!(cause instanceof FunctionError)) throw cause;
        return { error: { errorType: cause.errorType, errorMessage: cause.errorMessage } };
      }
    },
    async readObject(bucket, key) {
      const text = objects[`${bucket}/${key}`];
      if (text === undefined) throw new Error('The specified key does not exist.');
      return new TextEncoder().encode(text);
    },
    async sleep(seconds) {
      world.waits.push(seconds);
    },
    random: () => 1,
    onEvent: (event, item) => world.events.push({ ...event, item }),
    ...others,
  };
  return { ...world, ports };
}

export function run(
  machine: StateMachine,
  input: unknown,
  { ports }: World,
  signal: AbortSignal = new AbortController().signal,
): Promise<ExecutionResult> {
  return runExecution(machine, input, { ...ports, signal });
}

/** Never answers until its call is aborted. */
export function hang(_: never, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

/** A Task that calls the function `F`, with other fields. */
export const task = (fields: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'F', 'Payload.$': '$' },
  ...fields,
});

export const machineOf = (states: Record<string, object>, top: object = {}) => ({
  StartAt: Object.keys(states)[0],
  States: states,
  ...top,
});

/** A distributed map over `b/$.key` with one Task. */
export const map = (fields: object = { End: true }, child: object = machineOf({ Child: task() })) => ({
  Type: 'Map',
  Label: 'Children',
  MaxConcurrencyPath: '$.concurrency',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Parameters: { Bucket: 'b', 'Key.$': '$.key' },
  },
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...child },
  ...fields,
});

export const ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:reelsight-test';

/** A machine behind the loopback endpoint, and a client for it; both end with the test. */
export async function serveMachine(t: ExecutionContext, machine: StateMachine, { ports }: World) {
  const server = await createStepFunctionsServer({ machine, stateMachineArn: ARN, ports });
  const client = new SFNClient({
    endpoint: server.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  t.teardown(async () => {
    client.destroy();
    await server.close();
  });
  return { server, client };
}
