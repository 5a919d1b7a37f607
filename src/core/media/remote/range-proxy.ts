import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReelsightError } from '../../errors.ts';
import { createBlockCache } from './block-cache.ts';
import { createLanes } from './lanes.ts';
import { createReadBudgets } from './read-budget.ts';
import { readRange } from './read-range.ts';
import type { RemoteFile } from './remote-file.ts';

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

/**
 * Serves a remote file to processes of this machine, by ranges. The connection is made here: certificates are
 * checked, each name is resolved once and checked too, credentials stay here, and a connection that breaks is taken up
 * where it broke. What was read last is kept, and connections wait for their reader to come back, so that pictures and
 * sound which lie apart, or an index that leaps, make no request for each. A run that asks for far more than the file has
 * ends as a fault of the input. The server does not keep the process alive.
 */
export async function serveRanges(file: RemoteFile): Promise<RangeProxy> {
  const path = `/${randomUUID()}`;
  let failure: ReelsightError | null = null;
  const cache = createBlockCache();
  const lanes = createLanes(file, cache);
  const budgetOf = createReadBudgets(file);
  const server = createServer((incoming, response) => {
    if (incoming.url !== path) return void response.writeHead(404).end();
    const budget = budgetOf(incoming.headers['user-agent'] ?? '');
    const read = (first: number, last: number, signal: AbortSignal) =>
      readRange({ first, last, signal }, { cache, lanes, budget });
    sendRange(file.sizeBytes, read, incoming, response).catch((cause: Error) => {
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
      lanes.close();
    },
  };
}

/**
 * Who leapt to a place may leap on at once, and the system takes megabytes for them meanwhile: the first ones are given no
 * faster than they can be used.
 */
const PACED_BYTES = 4 << 20;
const PACE_BYTES_PER_MS = 200_000;

async function sendRange(
  sizeBytes: number,
  read: (first: number, last: number, signal: AbortSignal) => AsyncIterable<Buffer>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const range = /^bytes=(\d+)-(\d*)$/.exec(incoming.headers.range ?? '');
  const first = Number(range?.[1] ?? 0);
  const last = Math.min(sizeBytes - 1, range?.[2] ? Number(range[2]) : sizeBytes - 1);
  if (first > last) return void response.writeHead(416, { 'content-range': `bytes */${sizeBytes}` }).end();
  response.writeHead(range ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-length': last - first + 1,
    ...(range && { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
  });
  const reader = new AbortController();
  response.once('close', () => reader.abort());
  try {
    let sentBytes = 0;
    for await (const bytes of read(first, last, reader.signal)) {
      if (response.destroyed) return;
      const isTaken = response.write(bytes);
      sentBytes += bytes.length;
      if (!isTaken) await once(response, 'drain', { signal: reader.signal });
      if (first > 0 && sentBytes < PACED_BYTES)
        await sleep(bytes.length / PACE_BYTES_PER_MS, null, { signal: reader.signal });
    }
  } catch (cause) {
    if (response.destroyed) return;
    throw cause;
  }
  response.end();
}
