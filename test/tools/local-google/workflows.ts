import { readFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import type { ExecutionResource } from '../../../tools/local-google/executions/execution.ts';
import type { WorldPorts } from '../../../tools/local-google/executions/executions.ts';
import { createExecutionsServer } from '../../../tools/local-google/executions-server.ts';
import {
  type ExecutionEvent,
  type ExecutionPorts,
  type ExecutionResult,
  loadWorkflow,
  runExecution,
  sendHttp,
  type Workflow,
} from '../../../tools/local-google/workflow/index.ts';

export const NAME = 'projects/p/locations/europe-west1/workflows/reelsight-test';

/** The source that is deployed. */
export const SOURCE = readFileSync(new URL('../../../src/adapters/gcp/workflow.yml', import.meta.url), 'utf8');
export const reelsight = loadWorkflow(SOURCE);

export interface World {
  readonly ports: WorldPorts;
  /** Seconds that were slept, in order. */
  readonly waits: number[];
  readonly events: ExecutionEvent[];
}

/** Real HTTP, tokens that tell their audience, and no waiting. */
export function createWorld(others: Partial<WorldPorts> = {}): World {
  const [waits, events]: [number[], ExecutionEvent[]] = [[], []];
  const ports: WorldPorts = {
    send: sendHttp,
    identityToken: async (audience) => `token-for-${audience}`,
    async sleep(seconds) {
      waits.push(seconds);
    },
    onEvent: (event) => events.push(event),
    ...others,
  };
  return { ports, waits, events };
}

/** Runs a source on ports that have no children. */
export function run(
  source: string | Workflow,
  argument: unknown,
  { world = createWorld(), variables = {} }: { world?: World; variables?: Readonly<Record<string, string>> } = {},
  others: Partial<ExecutionPorts> = {},
): Promise<ExecutionResult> {
  const noChildren: ExecutionPorts['runChild'] = () => Promise.reject(new Error('no children here'));
  const { onEvent, ...ports } = world.ports;
  return runExecution(typeof source === 'string' ? loadWorkflow(source) : source, argument, {
    variables,
    ports: { ...ports, runChild: noChildren, onEvent: (event) => onEvent?.(event, { name: '' }), ...others },
    signal: new AbortController().signal,
  });
}

export interface Endpoint {
  readonly url: string;
  /** Sends a request to the API; `path` from the workflow on. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; json: never }>;
  create(argument: unknown): Promise<ExecutionResource>;
  get(name: string): Promise<ExecutionResource>;
  wait(name: string): Promise<ExecutionResource>;
}

/** Serves a workflow until the test is over. */
export async function serveWorkflow(
  t: ExecutionContext,
  workflow: Workflow,
  environment: Readonly<Record<string, string>>,
  world: World,
): Promise<Endpoint> {
  const server = await createExecutionsServer({ workflow, name: NAME, environment, ports: world.ports });
  t.teardown(() => server.close());
  const request = async (method: string, url: string, body?: unknown) => {
    const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status: response.status, json: (await response.json()) as never };
  };
  const endpoint: Endpoint = {
    url: server.url,
    call: (method, path, body) => request(method, `${server.url}/v1/${NAME}${path}`, body),
    create: async (argument) =>
      (await endpoint.call('POST', '/executions', { argument: JSON.stringify(argument) })).json as ExecutionResource,
    get: async (name) => (await request('GET', `${server.url}/v1/${name}`)).json as ExecutionResource,
    async wait(name) {
      for (;;) {
        const execution = await endpoint.get(name);
        if (execution.state !== 'ACTIVE') return execution;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
  return endpoint;
}
