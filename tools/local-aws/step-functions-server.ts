import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readText } from '../local-shared/read-text.ts';
import type { ExecutionPorts, StateMachine } from './state-machine/index.ts';
import { createExecutions } from './step-functions/executions.ts';
import { createOperations, type Operation, StepFunctionsError } from './step-functions/operations.ts';

/** What AWS takes for one request. */
const MAX_REQUEST_BYTES = 1024 * 1024;

export interface StepFunctionsServer {
  /** For the SDK's `endpoint`, for example `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Stops what runs and waits for it, calls of functions that have not answered yet included. */
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const text = await readText(
    request,
    MAX_REQUEST_BYTES,
    (problem) => new StepFunctionsError('ValidationException', problem),
  );
  try {
    return JSON.parse(text);
  } catch {
    throw new StepFunctionsError('SerializationException', 'the body is not JSON');
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(body));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  operations: Readonly<Record<string, Operation>>,
): Promise<void> {
  try {
    const body = await readBody(request);
    const target = String(request.headers['x-amz-target']);
    const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
    if (request.method !== 'POST' || !operation)
      throw new StepFunctionsError(
        'UnknownOperationException',
        `${request.method} ${target} is not supported by this local endpoint. Supported: ${Object.keys(operations).join(', ')}`,
      );
    send(response, 200, await operation(body));
  } catch (cause) {
    if (cause instanceof StepFunctionsError) send(response, 400, { __type: cause.type, message: cause.message });
    else send(response, 500, { __type: 'InternalFailure', message: String(cause) });
  }
}

/**
 * Serves one state machine on the loopback address, as AWS Step Functions does: StartExecution, DescribeExecution and
 * StopExecution in AWS JSON 1.0. Executions are kept in memory.
 */
export async function createStepFunctionsServer({
  machine,
  stateMachineArn,
  ports,
  port = 0,
}: {
  machine: StateMachine;
  stateMachineArn: string;
  ports: ExecutionPorts;
  /** 0: any that is free. */
  port?: number;
}): Promise<StepFunctionsServer> {
  const executions = createExecutions(machine, ports);
  const operations = createOperations(executions, stateMachineArn);
  const server = createServer((request, response) => void answer(request, response, operations));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await executions.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
