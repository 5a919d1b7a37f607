import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDisk } from '../../local-shared/object-store/disk.ts';
import { interrupt } from '../../local-shared/object-store/interrupt.ts';
import type { ObjectRecord } from '../../local-shared/object-store/records.ts';
import { fault, StoreFault } from './fault.ts';
import { detailsOf, type OperationContext, type StoreAnswer } from './operation.ts';
import { apiOf, readRequest, type StoreRequest } from './request.ts';
import { createRouter, type OperationName } from './route.ts';
import { toErrorXml } from './xml.ts';

/** A request before it is served. */
export interface InterceptedRequest
  extends Pick<StoreRequest, 'api' | 'method' | 'bucket' | 'key' | 'account' | 'url' | 'headers'> {
  readonly operation: OperationName;
  /** Whether there is an object of that key. */
  readonly exists: boolean;
}

/**
 * An error to answer with, or a wait before the request is served and, if wanted, a break after so many bytes. `code`: the
 * reason in JSON, the code in XML.
 */
export type Interception =
  | { readonly status: number; readonly code: string; readonly message?: string }
  | { readonly delayMs: number; readonly interruptAfterBytes?: number };

export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly generation: string;
  readonly contentType: string;
}

export interface ObjectStoreServerOptions {
  /** Keeps the objects, also from one start to the next. One server at a time. */
  readonly folder: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** After each object that is written, before it is answered. Must not throw. */
  readonly onCreated?: (created: CreatedObject) => void;
  readonly intercept?: (request: InterceptedRequest) => Interception | undefined | Promise<Interception | undefined>;
  /** In milliseconds; decides when signed URLs and tokens have run out. */
  readonly now?: () => number;
}

export interface ObjectStoreServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A small Cloud Storage on the loopback interface, to develop and to test with: what the product uses of its JSON API and
 * its XML API, as Google does it, and a refusal (501) of everything else. Anyone who says who they are is let in,
 * signatures are not checked; who does not say it is not.
 */
export async function createObjectStoreServer(options: ObjectStoreServerOptions): Promise<ObjectStoreServer> {
  const { folder, port = 0, intercept, now = Date.now } = options;
  const disk = openDisk(folder);
  const route = createRouter();
  const context = createContext(options, disk);

  async function serve(incoming: IncomingMessage): Promise<StoreAnswer> {
    try {
      const request = readRequest(incoming, now());
      const { name: operation, run } = route(request);
      const { api, method, bucket, key, account, url, headers } = request;
      const exists = disk.find(bucket, key) !== undefined;
      const asked = { api, method, bucket, key, account, url, headers, operation, exists };
      const interception = await intercept?.(asked);
      if (interception && 'status' in interception) {
        const { status, code, message = code } = interception;
        throw new StoreFault(status, code, code, message);
      }
      if (interception) await sleep(interception.delayMs);
      if (account === null) throw fault('anonymous');
      return interrupt(await run(request, context), interception?.interruptAfterBytes);
    } catch (cause) {
      return refusal(cause, incoming);
    }
  }

  const server = createServer((incoming, response) => {
    serve(incoming)
      .then((answer) => send(answer, incoming, response))
      // The client went away, or a file cannot be read: it must not look whole.
      .catch(() => response.destroy());
  });
  // Large bodies over slow lines take their time.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createContext({ onCreated, now = Date.now }: ObjectStoreServerOptions, disk: OperationContext['disk']) {
  let last = 0;
  return {
    disk,
    nowMs: now,
    /** The microseconds of now, as Google's are. */
    nextGeneration() {
      last = Math.max(last + 1, Date.now() * 1000);
      return String(last);
    },
    created(bucket: string, record: ObjectRecord) {
      const { key, sizeBytes, contentType } = record;
      onCreated?.({ bucket, key, sizeBytes, contentType, generation: detailsOf(record).generation });
    },
  };
}

/** In the way of the API that was asked; for the bytes of an object, the JSON API has nothing but the message. */
function refusal(cause: unknown, { method, url = '' }: IncomingMessage): StoreAnswer {
  const refused =
    cause instanceof StoreFault ? cause : fault('internal', cause instanceof Error ? cause.message : String(cause));
  const { status, reason, message } = refused;
  if (method === 'HEAD') return { status };
  if (apiOf(url) === 'xml')
    return { status, headers: { 'content-type': 'application/xml; charset=UTF-8' }, body: toErrorXml(refused) };
  if (/[?&]alt=media(&|$)/.test(url))
    return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: message };
  const errors = [{ message, domain: 'global', reason }];
  return { status, body: { error: { code: status, message, errors } } };
}

async function send({ status, headers, body }: StoreAnswer, incoming: IncomingMessage, response: ServerResponse) {
  const text = body instanceof Readable || body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'x-guploader-uploadid': randomUUID(),
    ...(typeof text === 'string' && {
      'content-type': 'application/json; charset=UTF-8',
      'content-length': Buffer.byteLength(text),
    }),
    ...headers,
  });
  if (text === undefined || typeof text === 'string') response.end(text);
  else await pipeline(text, response);
  // What is left of a refused body is read, or the client would not read the answer.
  incoming.resume();
}
