import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readText } from '../local-shared/read-text.ts';
import { createExecutions, type WorldPorts } from './executions/executions.ts';
import { ApiFault } from './executions/fault.ts';
import { type ApiRequest, createOperations } from './executions/operations.ts';
import { messageOf, type Workflow } from './workflow/index.ts';

const MAX_REQUEST_BYTES = 1024 * 1024;
/** The host of the real API, where a client puts it before the path. */
const HOST = '/workflowexecutions.googleapis.com';

export interface ExecutionsServer {
  /** For example `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Stops what runs and waits for it, calls of functions that have not answered yet included. */
  close(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const refuse = (problem: string) => new ApiFault('INVALID_ARGUMENT', problem);
  const text = await readText(request, MAX_REQUEST_BYTES, refuse);
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('the body is not JSON');
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(body));
}

async function readRequest(request: IncomingMessage, workflow: string): Promise<ApiRequest> {
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
  const path = decodeURIComponent(pathname.startsWith(`${HOST}/`) ? pathname.slice(HOST.length) : pathname);
  const root = `/v1/${workflow}`;
  if (path !== root && !path.startsWith(`${root}/`))
    throw new ApiFault('NOT_FOUND', `${path} is not here. This endpoint has ${root}`);
  return {
    method: request.method!,
    path: path.slice(root.length),
    query: searchParams,
    body: await readBody(request),
  };
}

/**
 * Serves one workflow on the loopback address, as the Workflow Executions API v1 does over REST: create, get, list and
 * cancel of executions. They are kept in memory, child executions among them.
 */
export async function createExecutionsServer({
  workflow,
  name,
  environment,
  ports,
  port = 0,
}: {
  workflow: Workflow;
  /** `projects/P/locations/R/workflows/W`. */
  name: string;
  /** The workflow's own environment variables; those of Google are added. */
  environment: Readonly<Record<string, string>>;
  ports: WorldPorts;
  /** 0: any that is free. */
  port?: number;
}): Promise<ExecutionsServer> {
  const executions = createExecutions(workflow, name, environment, ports);
  const operate = createOperations(executions, name);
  const server = createServer(async (request, response) => {
    try {
      send(response, 200, await operate(await readRequest(request, name)));
    } catch (cause) {
      const fault = cause instanceof ApiFault ? cause : new ApiFault('INTERNAL', messageOf(cause));
      send(response, fault.code, fault.body);
    }
  });
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
