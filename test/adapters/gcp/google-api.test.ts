import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { GoogleAuth, OAuth2Client } from 'google-auth-library';
import { createGoogleApi, GoogleApiError } from '../../../src/adapters/gcp/google-api.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

/** An API that gives these answers, one after the other. */
async function serve(t: ExecutionContext, answers: readonly ((response: ServerResponse) => void)[]) {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const { method = '', url = '', headers } = request;
    request.resume();
    answers[Math.min(seen.length, answers.length - 1)]!(response);
    seen.push({ method, url, authorization: headers.authorization });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = new OAuth2Client();
  // Good for an hour, so that nobody is asked for another.
  client.setCredentials({ access_token: 'token', expiry_date: Date.now() + 3_600_000 });
  const auth = new GoogleAuth({ authClient: client });
  return {
    seen,
    api: createGoogleApi({ auth, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  };
}

const say = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const URL_ = 'https://run.googleapis.com/v2/projects/p/locations/l/services/s';

test('asks with the token, by the host that it is for', async (t) => {
  const { api, seen } = await serve(t, [say(200, { name: 's' })]);
  t.deepEqual(await api.request({ method: 'GET', url: URL_, query: { filter: 'a b', view: undefined } }), {
    name: 's',
  });
  t.deepEqual(seen, [
    {
      method: 'GET',
      url: '/run.googleapis.com/v2/projects/p/locations/l/services/s?filter=a+b',
      authorization: 'Bearer token',
    },
  ]);
});

test('tells what an error is', async (t) => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }];
  const { api } = await serve(t, [say(403, { error: { code: 403, message: 'It is off.', details } })]);
  const error = await t.throwsAsync(api.request({ method: 'GET', url: URL_ }), { instanceOf: GoogleApiError });
  t.like(error, {
    status: 403,
    reason: 'SERVICE_DISABLED',
    service: 'run.googleapis.com',
    message: 'It is off.',
    details,
  });
});

test('older APIs tell their reason elsewhere', async (t) => {
  const { api } = await serve(t, [
    say(404, { error: { code: 404, message: 'Not Found', errors: [{ reason: 'notFound' }] } }),
  ]);
  const error = await t.throwsAsync(api.request({ method: 'GET', url: URL_ }), { instanceOf: GoogleApiError });
  t.like(error, { status: 404, reason: 'notFound' });
});

test('an error without words is told by its number', async (t) => {
  const { api } = await serve(t, [(response) => void response.writeHead(400).end('<html>')]);
  await t.throwsAsync(api.request({ method: 'GET', url: URL_ }), { message: 'run.googleapis.com answered 400' });
});

test('tries again what may pass', async (t) => {
  const { api, seen } = await serve(t, [say(500, {}), say(200, { ok: true })]);
  t.deepEqual(await api.request({ method: 'GET', url: URL_ }), { ok: true });
  t.is(seen.length, 2);
});

test('what may have been done is not asked for twice', async (t) => {
  const failing = await serve(t, [say(500, {})]);
  await t.throwsAsync(failing.api.request({ method: 'POST', url: URL_, body: {} }), { instanceOf: GoogleApiError });
  t.is(failing.seen.length, 1);
  const busy = await serve(t, [say(429, {}), say(200, {})]);
  await busy.api.request({ method: 'POST', url: URL_, body: {} });
  t.is(busy.seen.length, 2);
  const broken = await serve(t, [(response) => void response.destroy()]);
  await t.throwsAsync(broken.api.request({ method: 'POST', url: URL_, body: {} }));
  t.is(broken.seen.length, 1);
});
