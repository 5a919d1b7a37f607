import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReelsightError } from '../../core/index.ts';
import { requestRange } from './https-request.ts';

/** A file on the web of known length. */
export interface RemoteFile {
  readonly url: URL;
  readonly sizeBytes: number;
  /** When there is one, another version of the file is refused. */
  readonly etag: string | null;
  readonly allowPrivateHosts: boolean;
}

export interface RangeProxy {
  /** `http://` URL on this machine, with a name that cannot be guessed. */
  readonly address: string;
  /** Throws when a part of the file could not be read. Errors: kind `input`. */
  assertWhole(): void;
}

const MAX_TRIES = 5;
const FIRST_WAIT_MS = 250;

/**
 * Serves a file of the web to processes of this machine, by ranges. The connection is made here: certificates are
 * checked, each name is resolved once and checked too, and a connection that breaks is taken up where it broke.
 * The server does not keep the process alive.
 */
export async function serveRanges(file: RemoteFile): Promise<RangeProxy> {
  const path = `/${randomUUID()}`;
  let failure: ReelsightError | null = null;
  const server = createServer((incoming, response) => {
    if (incoming.url !== path) return void response.writeHead(404).end();
    sendRange(file, incoming, response).catch((cause: Error) => {
      failure ??= new ReelsightError(
        'input',
        `${file.url.hostname} stopped answering, or answers with another file: ${cause.message}. Try again.`,
        { cause, retryable: true },
      );
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    assertWhole() {
      if (failure) throw failure;
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
      for await (const block of await openRange(file, position, last, reader.signal)) {
        position += block.length;
        tries = 1;
        if (!response.write(block)) await once(response, 'drain', { signal: reader.signal });
      }
      if (position <= last) throw new Error('the connection ended early');
    } catch (cause) {
      if (response.destroyed) return;
      if (tries >= MAX_TRIES) throw cause;
      await sleep(FIRST_WAIT_MS * 2 ** (tries++ - 1));
    }
  }
  response.end();
}

async function openRange(file: RemoteFile, first: number, last: number, signal: AbortSignal): Promise<IncomingMessage> {
  const answer = await requestRange({ ...file, first, last, signal });
  if (answer.statusCode === 206) return answer;
  answer.destroy();
  throw new Error(`status ${answer.statusCode}`);
}
