import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../local-shared/free-port.ts';

/** What Google's start command runs. */
const FRAMEWORK = join(dirname(createRequire(import.meta.url).resolve('@google-cloud/functions-framework')), 'main.js');
/** Google's build installs it in the source's folder; here it is found from anywhere. */
const NODE_PATH = FRAMEWORK.slice(0, FRAMEWORK.lastIndexOf('node_modules') + 'node_modules'.length);
const POLL_MS = 25;

/** A function as it is deployed. */
export interface DeployedFunction {
  readonly key: string;
  /** Its source. */
  readonly folder: string;
  readonly entryPoint: string;
  readonly signature: 'http' | 'cloudevent';
  readonly environment: Readonly<Record<string, string>>;
  /** Requests at once. */
  readonly concurrency: number;
  readonly maxInstances: number;
}

export interface FunctionRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface FunctionAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A process that serves a function. */
export interface Instance {
  readonly process: ChildProcess;
  readonly isAlive: () => boolean;
  /** Errors: one of the connection, when the process ends before it has answered. */
  call(request: FunctionRequest): Promise<FunctionAnswer>;
  close(): Promise<void>;
}

/** Starts an instance as Cloud Run does: in its source's folder, with functions-framework. Errors: when it does not start. */
export async function startInstance(
  { key, folder, entryPoint, signature, environment }: DeployedFunction,
  onLine: (line: string) => void,
): Promise<Instance> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [FRAMEWORK], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      NODE_PATH,
      ...environment,
      PORT: String(port),
      FUNCTION_TARGET: entryPoint,
      FUNCTION_SIGNATURE_TYPE: signature,
      K_SERVICE: key,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', onLine);
  while (!(await canConnect(port))) {
    if (!isAlive()) throw new Error(`The function ${key} did not start: its process ended with ${child.exitCode}.`);
    await wait(POLL_MS);
  }
  return {
    process: child,
    isAlive,
    call: (incoming) => send(port, incoming),
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function send(port: number, { method, path, headers, body }: FunctionRequest): Promise<FunctionAnswer> {
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  outgoing.end(body);
  const [answer] = await once(outgoing, 'response');
  const received = Object.entries(answer.headers as Record<string, string | string[]>);
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(received.map(([name, value]) => [name, String(value)])),
    body: await buffer(answer),
  };
}
