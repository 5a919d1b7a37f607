import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import test from 'ava';
import { findCapacity } from '../../../src/adapters/aws/capacity.ts';

/** An account that answers GetAccountSettings so, or not at all. */
async function askAccount(
  limits: { concurrent: number; unreserved: number } | null,
  limit: number,
  isReserved = false,
) {
  const server = createServer((_, response) => {
    if (!limits) return void response.writeHead(403, { 'content-type': 'application/json' }).end('{}');
    const AccountLimit = {
      ConcurrentExecutions: limits.concurrent,
      UnreservedConcurrentExecutions: limits.unreserved,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ AccountLimit }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new LambdaClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  try {
    return await findCapacity(client, limit, isReserved);
  } finally {
    client.destroy();
    server.close();
  }
}

test("a new account's ten are used but for a spare, and explained", async (t) => {
  const { workers, note } = await askAccount({ concurrent: 10, unreserved: 10 }, 100);
  t.is(workers, 8);
  t.is(note?.code, 'low-concurrency');
  t.regex(note!.message, /no more than 10 functions at once.*8 workers.*quota/);
});

test('an account with room runs what the deployment asks for', async (t) => {
  t.deepEqual(await askAccount({ concurrent: 1000, unreserved: 1000 }, 100), { workers: 100, note: null });
  t.deepEqual(await askAccount({ concurrent: 1000, unreserved: 900 }, 1000), { workers: 898, note: null });
});

test('what is reserved for the workers is theirs', async (t) => {
  t.deepEqual(await askAccount({ concurrent: 110, unreserved: 10 }, 100, true), { workers: 100, note: null });
});

test('there is always one worker', async (t) => {
  t.is((await askAccount({ concurrent: 10, unreserved: 1 }, 100)).workers, 1);
});

test('an account that does not tell is taken at the word of the deployment', async (t) => {
  t.deepEqual(await askAccount(null, 30), { workers: 30, note: null });
});
