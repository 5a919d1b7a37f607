import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { requestRange } from '../../../src/core/index.ts';

/** Asks a server that answers like this for the bytes 10 to 19. */
async function ask<T>(
  answer: RequestListener,
  use: (request: (changes?: Partial<Parameters<typeof requestRange>[0]>) => Promise<Response>) => Promise<T>,
): Promise<T> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  try {
    return await use((changes) =>
      requestRange({
        url,
        first: 10,
        last: 19,
        allowPrivateHosts: true,
        signal: new AbortController().signal,
        ...changes,
      }),
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Sends blocks for as long as they are taken, and says how many bytes were. */
function sendForEver(response: ServerResponse): { sentBytes(): number; readonly closed: Promise<unknown> } {
  const block = Buffer.alloc(2 ** 16, 7);
  let sentBytes = 0;
  const send = () => {
    let isTaken = true;
    while (isTaken && !response.destroyed) {
      isTaken = response.write(block);
      sentBytes += block.length;
    }
  };
  response.on('drain', send);
  response.writeHead(206);
  send();
  return { sentBytes: () => sentBytes, closed: once(response, 'close') };
}

test('an answer is a Response, whatever its status', async (t) => {
  const seen: unknown[] = [];
  await ask(
    (request, response) => {
      seen.push(request.headers.range, request.headers['if-match']);
      response.writeHead(302, 'Elsewhere', { location: '/there', etag: '"a"' }).end('not here');
    },
    async (request) => {
      const answer = await request({ etag: '"v"' });
      t.like(answer, { status: 302, statusText: 'Elsewhere', ok: false });
      t.is(answer.headers.get('location'), '/there');
      t.is(answer.headers.get('etag'), '"a"');
      t.is(await answer.text(), 'not here');
    },
  );
  t.deepEqual(seen, ['bytes=10-19', '"v"']);
});

for (const status of [204, 304])
  test(`an answer of status ${status} has no body`, (t) =>
    ask(
      (_, response) => void response.writeHead(status).end(),
      async (request) => {
        const answer = await request();
        t.is(answer.status, status);
        t.is(answer.body, null);
      },
    ));

test('a status that HTTP does not know is an error', (t) =>
  ask(
    (_, response) => void response.writeHead(999).end('?'),
    async (request) => {
      await t.throwsAsync(request(), { message: /999/ });
    },
  ));

test('no more is read from the network than is taken', async (t) => {
  let sender: ReturnType<typeof sendForEver> | null = null;
  await ask(
    (_, response) => {
      sender = sendForEver(response);
    },
    async (request) => {
      const reader = (await request()).body!.getReader();
      for (let i = 0; i < 3; i++) t.true((await reader.read()).value!.every((byte: number) => byte === 7));
      // Until what lies between both ends is full: some MB of the system's buffers.
      for (let before = -1; before !== sender!.sentBytes(); await sleep(200)) before = sender!.sentBytes();
      t.true(sender!.sentBytes() < 64 * 2 ** 20, `${sender!.sentBytes()} bytes`);
      await reader.cancel();
    },
  );
});

for (const blocks of [0, 2])
  test(`a body that is cancelled after ${blocks} blocks ends its connection`, async (t) => {
    let closed: Promise<unknown> | null = null;
    await ask(
      (_, response) => {
        ({ closed } = sendForEver(response));
      },
      async (request) => {
        const reader = (await request()).body!.getReader();
        for (let i = 0; i < blocks; i++) await reader.read();
        await reader.cancel();
        await closed;
        t.true((await reader.read()).done);
      },
    );
  });

test('an abort ends a body that is being read', (t) =>
  ask(
    (_, response) => void response.writeHead(206).write('some'),
    async (request) => {
      const abort = new AbortController();
      const reader = (await request({ signal: abort.signal })).body!.getReader();
      t.is(Buffer.from((await reader.read()).value!).toString(), 'some');
      const next = reader.read();
      abort.abort(new Error('enough'));
      await t.throwsAsync(next);
    },
  ));

test('a connection that breaks is an error of the body, not its end', (t) =>
  ask(
    (_, response) => {
      response.writeHead(206, { 'content-length': 10 }).write('some');
      setTimeout(() => response.destroy(), 20);
    },
    async (request) => {
      const answer = await request();
      await t.throwsAsync(answer.arrayBuffer());
    },
  ));
