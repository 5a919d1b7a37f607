import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDisk } from '../../local-shared/object-store/disk.ts';
import { interrupt } from '../../local-shared/object-store/interrupt.ts';
import { fault, S3Fault } from './fault.ts';
import { quote, type S3Answer } from './operation.ts';
import { readRequest, type S3Request } from './request.ts';
import { createRouter } from './route.ts';
import { toErrorXml } from './xml.ts';

/** A request before it is served. */
export interface InterceptedRequest
  extends Pick<S3Request, 'method' | 'bucket' | 'key' | 'accessKeyId' | 'url' | 'headers'> {
  /** Whether there is an object of that key. */
  readonly exists: boolean;
}

/** An error to answer with, or a wait before the request is served and, if wanted, a break after so many bytes. */
export type Interception =
  | { readonly status: number; readonly code: string; readonly message?: string }
  | { readonly delayMs: number; readonly interruptAfterBytes?: number };

export interface CreatedObject {
  readonly bucket: string;
  readonly key: string;
  readonly sizeBytes: number;
  /** With quotes. */
  readonly etag: string;
}

export interface ObjectStoreServerOptions {
  /** Keeps the objects, also from one start to the next. One server at a time. */
  readonly folder: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** After each PutObject and CompleteMultipartUpload, before it is answered. Must not throw. */
  readonly onCreated?: (created: CreatedObject) => void;
  readonly intercept?: (request: InterceptedRequest) => Interception | undefined | Promise<Interception | undefined>;
  /** In milliseconds; decides when signed URLs have run out. */
  readonly now?: () => number;
}

export interface ObjectStoreServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A small S3 on the loopback interface, to develop and to test with: what the product uses, as S3 does it, and a refusal
 * (501) of everything else. Anyone who signs is let in, signatures are not checked; who does not sign is not.
 */
export async function createObjectStoreServer(options: ObjectStoreServerOptions): Promise<ObjectStoreServer> {
  const { folder, port = 0, onCreated, intercept, now = Date.now } = options;
  const disk = openDisk(folder);
  const route = createRouter();
  const context = {
    disk,
    nowMs: now,
    created(bucket: string, { key, sizeBytes, etag }: { key: string; sizeBytes: number; etag: string }) {
      onCreated?.({ bucket, key, sizeBytes, etag: quote(etag) });
    },
  };

  async function serve(incoming: IncomingMessage): Promise<S3Answer> {
    try {
      const request = readRequest(incoming, now());
      const { method, bucket, key, accessKeyId, url, headers } = request;
      const exists = disk.find(bucket, key) !== undefined;
      const interception = await intercept?.({ method, bucket, key, accessKeyId, url, headers, exists });
      if (interception && 'status' in interception)
        throw new S3Fault(interception.status, interception.code, interception.message ?? interception.code);
      if (interception) await sleep(interception.delayMs);
      if (accessKeyId === null) throw fault('AccessDenied', 'The request is not signed.');
      return interrupt(await route(request)(request, context), interception?.interruptAfterBytes);
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

function refusal(cause: unknown, { method, url = '' }: IncomingMessage): S3Answer {
  const { status, code, message } =
    cause instanceof S3Fault ? cause : fault('InternalError', cause instanceof Error ? cause.message : String(cause));
  if (method === 'HEAD') return { status };
  return { status, body: toErrorXml({ Code: code, Message: message, Resource: url.replace(/\?.*/s, '') }) };
}

async function send({ status, headers, body }: S3Answer, incoming: IncomingMessage, response: ServerResponse) {
  response.writeHead(status, {
    'x-amz-request-id': randomUUID(),
    ...(typeof body === 'string' && { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  if (body === undefined || typeof body === 'string') response.end(body);
  else await pipeline(body, response);
  // What is left of a refused body is read, or the client would not read the answer.
  incoming.resume();
}
