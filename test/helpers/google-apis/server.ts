import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkBody, matchMethod } from './discovery.ts';
import { functionHandlers } from './functions.ts';
import { grantsOf } from './policies.ts';
import { projectHandlers } from './projects.ts';
import { apiDisabled, Refusal, toBody } from './refusal.ts';
import { createState, type Fault, type Handlers, type State } from './state.ts';
import { storageHandlers } from './storage.ts';
import { ACCESS_TOKEN, readIdToken, readMetadata } from './tokens.ts';
import { workflowHandlers } from './workflows.ts';

const handlers: Handlers = { ...functionHandlers, ...projectHandlers, ...storageHandlers, ...workflowHandlers };

export interface GoogleApis {
  readonly url: string;
  readonly state: State;
  /** Names of the methods that were called, in order. */
  readonly calls: string[];
  /** Waits until a method was called so many times more. */
  nextCall(id: string, times?: number): Promise<void>;
  /** Lets a method refuse, so many times. */
  refuse(id: string, refusal: Refusal, times?: number): void;
  /** Lets the process end while this still listens. */
  unref(): void;
  close(): void;
}

/**
 * Google's REST APIs on the loopback interface, the host as the first part of the path. Requests and answers are held to
 * Google's discovery documents, so that nothing passes that Google would not know.
 */
export async function startGoogleApis(): Promise<GoogleApis> {
  const state = createState();
  const calls: string[] = [];
  const faults: Fault[] = [];
  const called = new EventEmitter();
  const server = createServer(async (request, response) => {
    const text = await readText(request);
    const isStorage = request.url?.startsWith('/storage.googleapis.com') ?? false;
    try {
      await answer(request, text, response);
    } catch (error) {
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, error instanceof Error ? error.stack! : String(error));
      reply(response, refusal.status, toBody(refusal, isStorage));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, content: Buffer, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const [, host = '', ...rest] = pathname.split('/');
    if (host === 'computeMetadata') {
      const text = readMetadata(pathname, searchParams);
      response.writeHead(text === null ? 404 : 200, { 'metadata-flavor': 'Google' }).end(text);
      return;
    }
    if (host === 'uploads') return void takeUpload(request, rest.join('/'), content, response);
    if (host.endsWith('.run.app')) return void callFunction(request, host, content, response);
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
      throw new Refusal(401, 'Request had invalid authentication credentials.');
    const match = matchMethod(host, request.method ?? '', `/${rest.join('/')}`, searchParams);
    calls.push(match.id);
    called.emit(match.id);
    const api = host.split('.')[0]!;
    if (state.disabledApis.has(api)) throw apiDisabled(api);
    const fault = faults.find(({ id, times }) => id === match.id && times > 0);
    if (fault) {
      fault.times -= 1;
      throw fault.refusal;
    }
    const body = content.length > 0 ? JSON.parse(content.toString()) : undefined;
    if (match.method.request) checkBody(match.api.schemas, match.method.request, body);
    else if (body !== undefined) throw new Refusal(400, `${match.id} takes no body.`);
    const result = handlers[match.id]!({ state, params: match.params, query: searchParams, body, url });
    // What Google would not answer must not be relied on.
    if (match.method.response) checkBody(match.api.schemas, match.method.response, result);
    reply(response, match.method.response ? 200 : 204, result);
  }

  /** As a signed URL of Cloud Storage: for the header it is signed for, and for nobody's credentials. */
  function takeUpload(request: IncomingMessage, object: string, content: Buffer, response: ServerResponse): void {
    const isRight =
      request.method === 'PUT' &&
      request.headers['content-type'] === 'application/zip' &&
      request.headers.authorization === undefined &&
      state.uploads.has(object);
    if (!isRight) throw new Refusal(403, 'SignatureDoesNotMatch');
    if (content.subarray(0, 2).toString() !== 'PK') throw new Refusal(400, 'No zip.');
    state.uploads.set(object, content);
    reply(response, 200, undefined);
  }

  function callFunction(request: IncomingMessage, host: string, content: Buffer, response: ServerResponse): void {
    const deployed = [...state.functions.values()].find(({ serviceConfig }) => serviceConfig.uri === `https://${host}`);
    const { aud, email } = readIdToken(request.headers.authorization);
    if (!deployed || aud !== `https://${host}`) throw new Refusal(401, 'Unauthorized');
    const callers = grantsOf(state, deployed.serviceConfig.service);
    const mayCall = [`serviceAccount:${email}`, 'allUsers'].some((who) => callers.includes(`roles/run.invoker ${who}`));
    if (!mayCall) throw new Refusal(403, 'Forbidden');
    reply(response, 200, {
      called: deployed.buildConfig.entryPoint,
      type: request.headers['content-type'],
      body: content.toString(),
    });
  }

  return {
    url,
    state,
    calls,
    nextCall: (id, times = 1) =>
      new Promise((done) => {
        let left = times;
        const count = () => {
          left -= 1;
          if (left > 0) return;
          called.off(id, count);
          done();
        };
        called.on(id, count);
      }),
    refuse: (id, refusal, times = 1) => void faults.push({ id, refusal, times }),
    unref: () => void server.unref(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readText(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
