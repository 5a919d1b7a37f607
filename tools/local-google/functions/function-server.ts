import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { DeployedFunction, FunctionAnswer, FunctionRequest, Instance } from './instance.ts';
import { createInstances } from './instances.ts';

/** A request to a function, with its body as JSON; null for none. */
interface FunctionCall {
  readonly key: string;
  readonly body: unknown;
}

export interface FunctionServerOptions {
  readonly functions: readonly DeployedFunction[];
  /** The function that answers at the root of a port of its own, as it does at its own host. */
  readonly front: { readonly key: string; readonly port: number };
  /** Whether the holder of this token may call a function; the front lets everybody in. */
  readonly mayInvoke: (key: string, token: string | null) => boolean;
  readonly onLine: (key: string, line: string) => void;
  /** Faults to show: may answer itself, call more often, or wait. */
  readonly onCall?:
    | ((call: FunctionCall, forward: () => Promise<FunctionAnswer>) => Promise<FunctionAnswer>)
    | undefined;
  /** Once an instance has a request. */
  readonly onDispatch?: ((call: FunctionCall, instance: Instance) => void) | undefined;
}

export interface FunctionServer {
  readonly frontUrl: string;
  urlOf(key: string): string;
  /** Calls a function from inside: Eventarc does. */
  call(key: string, request: FunctionRequest): Promise<FunctionAnswer>;
  close(): Promise<void>;
}

const parse = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return null;
  }
};

/** Serves functions on the loopback address as Cloud Run does: `/<key>` for each, and the front at a root of its own. */
export async function createFunctionServer(options: FunctionServerOptions): Promise<FunctionServer> {
  const { front, mayInvoke, onLine, onDispatch } = options;
  const instances = new Map(
    options.functions.map((deployed) => [
      deployed.key,
      createInstances(deployed, (line) => onLine(deployed.key, line)),
    ]),
  );

  function call(key: string, request: FunctionRequest): Promise<FunctionAnswer> {
    const told: FunctionCall = { key, body: parse(request.body) };
    const forward = () => instances.get(key)!.call(request, (instance) => onDispatch?.(told, instance));
    return options.onCall?.(told, forward) ?? forward();
  }

  const serve = (route: (request: IncomingMessage) => { key: string; path: string }) =>
    createServer(async (incoming, response) => {
      const { key, path } = route(incoming);
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const token = /^Bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1] ?? null;
      const body = await buffer(incoming);
      const answer = !instances.has(key)
        ? { status: 404, headers: {}, body: Buffer.from(`There is no function ${key} here.`) }
        : key !== front.key && !mayInvoke(key, token)
          ? { status: 403, headers: {}, body: Buffer.from('The request was not authorized to invoke this service.') }
          : await call(key, { method: incoming.method ?? 'GET', path, headers, body });
      const { 'transfer-encoding': _, connection: __, ...kept } = answer.headers as Record<string, string>;
      response.writeHead(answer.status, kept);
      response.end(answer.body);
    });
  const inner = serve(({ url = '/' }) => {
    const [, key = '', path = ''] = /^\/([^/?]+)(.*)$/s.exec(url) ?? [];
    return { key, path: path.startsWith('/') ? path : `/${path}` };
  });
  const outer = serve(({ url = '/' }) => ({ key: front.key, path: url }));
  const innerUrl = await listen(inner, 0);
  const frontUrl = await listen(outer, front.port);
  return {
    frontUrl,
    urlOf: (key) => `${innerUrl}/${key}`,
    call,
    async close() {
      const closed = [inner, outer].map((server) => once(server.close(), 'close'));
      await Promise.all([...instances.values()].map(({ close }) => close()));
      for (const server of [inner, outer]) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
