import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReelsightError } from '../../errors.ts';

/** A file elsewhere, of known length, that is read by ranges. */
export interface RemoteFile {
  readonly sizeBytes: number;
  /** For messages: the host, or the object's name. */
  readonly host: string;
  /**
   * Bytes [first, last] of the file, both inclusive. Errors: a ReelsightError that is not retryable ends the reading;
   * any other is a broken connection, which is taken up again.
   */
  open(first: number, last: number, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

export interface RangeProxy {
  /** `http://` URL on this machine, with a name that cannot be guessed. */
  readonly address: string;
  /**
   * Throws when a part of the file could not be read: ffmpeg cannot tell that from the end. Errors: what `open` threw at
   * last, or kind `input` for a connection that broke.
   */
  assertFullyRead(): void;
  close(): void;
}

/** ffmpeg's protocols for an address of the proxy. */
export const PROXY_PROTOCOLS: readonly string[] = ['http', 'tcp', 'pipe'];

const MAX_TRIES = 5;
const FIRST_WAIT_MS = 250;

/**
 * Serves a remote file to processes of this machine, by ranges. The connection is made here: certificates are
 * checked, each name is resolved once and checked too, credentials stay here, and a connection that breaks is taken up
 * where it broke. The server does not keep the process alive.
 */
export async function serveRanges(file: RemoteFile): Promise<RangeProxy> {
  const path = `/${randomUUID()}`;
  let failure: ReelsightError | null = null;
  const server = createServer((incoming, response) => {
    if (incoming.url !== path) return void response.writeHead(404).end();
    sendRange(file, incoming, response).catch((cause: Error) => {
      failure ??=
        cause instanceof ReelsightError
          ? cause
          : new ReelsightError(
              'input',
              `${file.host} stopped answering, or answers with another file: ${cause.message}. Try again.`,
              { cause, retryable: true },
            );
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    assertFullyRead() {
      if (failure) throw failure;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function sendRange(file: RemoteFile, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(incoming.headers.range ?? '');
  let position = Number(range?.[1] ?? 0);
  const last = Math.min(file.sizeBytes - 1, range?.[2] ? Number(range[2]) : file.sizeBytes - 1);
  if (position > last) return void response.writeHead(416, { 'content-range': `bytes */${file.sizeBytes}` }).end();
  response.writeHead(range ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-length': last - position + 1,
    ...(range && { 'content-range': `bytes ${position}-${last}/${file.sizeBytes}` }),
  });
  const reader = new AbortController();
  response.once('close', () => reader.abort());
  for (let tries = 1; position <= last && !response.destroyed; ) {
    try {
      for await (const block of await file.open(position, last, reader.signal)) {
        position += block.length;
        tries = 1;
        if (!response.write(block)) await once(response, 'drain', { signal: reader.signal });
      }
      if (position <= last) throw new Error('the connection ended early');
    } catch (cause) {
      if (response.destroyed) return;
      if (tries >= MAX_TRIES || (cause instanceof ReelsightError && !cause.retryable)) throw cause;
      await sleep(FIRST_WAIT_MS * 2 ** (tries++ - 1));
    }
  }
  response.end();
}
