import { generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { Compute, GoogleAuth, gaxios } from 'google-auth-library';
import { createServiceClient } from '../../../../src/adapters/local/service/client.ts';
import { createGoogleAuthorizer } from '../../../../src/adapters/local/signing/google.ts';
import { ReelsightError } from '../../../../src/core/index.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const ENDPOINT = new URL('https://reelsight-dev-api-123456789012.europe-west1.run.app');
const ACCOUNT = 'caller@project.iam.gserviceaccount.com';
const REQUEST = { method: 'GET', url: new URL(`${ENDPOINT.href}v1/analyses/1`), body: undefined };
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
/** An ID token as Google's look, signed by nobody. */
const makeToken = (claims: Record<string, unknown> = {}) =>
  [encode({ alg: 'RS256' }), encode({ exp: Date.now() / 1000 + 3600, ...claims }), 'c2lnbmF0dXJl'].join('.');

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A server that stands for all that Google asks and answers with; says what it was asked. */
async function serve(t: ExecutionContext, answer: (asked: Asked) => { status?: number; body: unknown }) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    asked.push({ path: request.url!, authorization: request.headers.authorization, body });
    const { status = 200, body: said } = answer(asked.at(-1)!);
    const isText = typeof said === 'string';
    response
      .writeHead(status, { 'metadata-flavor': 'Google', 'content-type': isText ? 'text/plain' : 'application/json' })
      .end(isText ? said : JSON.stringify(said));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** The library with a file of credentials, and the token server on this machine in the place of Google's. */
async function withFile(t: ExecutionContext, address: string, credentials: unknown) {
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const keyFilename = join(folder.path, 'credentials.json');
  await writeFile(keyFilename, JSON.stringify(credentials));
  const transporter = new gaxios.Gaxios();
  transporter.interceptors.request.add({
    resolved: async (options) => {
      if (options.url.hostname === 'oauth2.googleapis.com') options.url = new URL(options.url.pathname, address);
      return options;
    },
  });
  return async () => new GoogleAuth({ keyFilename, clientOptions: { transporter } });
}

const KEY = {
  type: 'service_account',
  client_email: ACCOUNT,
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const PERSON = { type: 'authorized_user', client_id: 'program', client_secret: 'secret', refresh_token: 'refresh' };

test('a service account’s key asks for a token for the service, and keeps it', async (t) => {
  const idToken = makeToken({ email: ACCOUNT });
  const { asked, address } = await serve(t, () => ({ body: { id_token: idToken } }));
  const authorizer = createGoogleAuthorizer({
    endpoint: ENDPOINT,
    idToken: undefined,
    loadAuth: await withFile(t, address, KEY),
  });
  const headers = await Promise.all([authorizer.authorize(REQUEST), authorizer.authorize(REQUEST)]);
  t.deepEqual([...headers, await authorizer.authorize(REQUEST)], Array(3).fill({ authorization: `Bearer ${idToken}` }));
  t.is(asked.length, 1);
  const form = new URLSearchParams(asked[0]!.body);
  t.is(form.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  const [head = '', claims = '', signature = ''] = form.get('assertion')!.split('.');
  t.like(decode(claims), { iss: ACCOUNT, target_audience: ENDPOINT.origin });
  t.true(verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url')));
  t.regex(
    authorizer.advice,
    /gcloud run services add-iam-policy-binding reelsight-dev-api --region europe-west1 --member serviceAccount:caller@project\.iam\.gserviceaccount\.com --role roles\/run\.invoker/,
  );
});

test('a token that nears its end is replaced, one for all', async (t) => {
  let count = 0;
  const { asked, address } = await serve(t, () => ({
    body: { id_token: makeToken({ count: ++count, exp: Date.now() / 1000 + (count === 1 ? 60 : 3600) }) },
  }));
  const authorizer = createGoogleAuthorizer({
    endpoint: ENDPOINT,
    idToken: undefined,
    loadAuth: await withFile(t, address, KEY),
  });
  const first = await authorizer.authorize(REQUEST);
  const [second, third] = await Promise.all([authorizer.authorize(REQUEST), authorizer.authorize(REQUEST)]);
  t.notDeepEqual(first, second);
  t.deepEqual(second, third);
  t.is(asked.length, 2);
});

test('a function’s older address is its own audience, path and all', async (t) => {
  const { asked, address } = await serve(t, () => ({ body: { id_token: makeToken() } }));
  const endpoint = new URL('https://europe-west1-project.cloudfunctions.net/reelsight-dev-api');
  const loadAuth = await withFile(t, address, KEY);
  await createGoogleAuthorizer({ endpoint, idToken: undefined, loadAuth }).authorize(REQUEST);
  const claims = new URLSearchParams(asked[0]!.body).get('assertion')!.split('.')[1]!;
  t.is(decode(claims).target_audience, endpoint.href);
});

test('a person’s sign-in gives the token of the program that they signed in with', async (t) => {
  const idToken = makeToken({ aud: 'program', email: 'ann@example.com' });
  const { asked, address } = await serve(t, () => ({ body: { access_token: 'other', id_token: idToken } }));
  const authorizer = createGoogleAuthorizer({
    endpoint: ENDPOINT,
    idToken: undefined,
    loadAuth: await withFile(t, address, PERSON),
  });
  t.deepEqual(await authorizer.authorize(REQUEST), { authorization: `Bearer ${idToken}` });
  t.like(Object.fromEntries(new URLSearchParams(asked[0]!.body)), {
    grant_type: 'refresh_token',
    refresh_token: 'refresh',
  });
  t.regex(authorizer.advice, /ID token of ann@example\.com.*--member user:ann@example\.com/);
});

test.serial('a Google machine asks its metadata server', async (t) => {
  const idToken = makeToken({ email: ACCOUNT });
  const { asked, address } = await serve(t, () => ({ body: idToken }));
  process.env['GCE_METADATA_HOST'] = new URL(address).host;
  t.teardown(() => delete process.env['GCE_METADATA_HOST']);
  const loadAuth = async () => new GoogleAuth({ authClient: new Compute() });
  const authorizer = createGoogleAuthorizer({ endpoint: ENDPOINT, idToken: undefined, loadAuth });
  t.deepEqual(await authorizer.authorize(REQUEST), { authorization: `Bearer ${idToken}` });
  t.true(
    asked.at(-1)!.path.endsWith(`/service-accounts/default/identity?format=full&audience=${ENDPOINT.origin}`),
    asked.at(-1)!.path,
  );
});

const outside = (address: string, subject: string) => ({
  type: 'external_account',
  audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/ci',
  subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
  token_url: `${address}/v1/token`,
  credential_source: { file: subject },
});

test('an identity from outside asks for a token of the account that it stands for, as itself', async (t) => {
  const idToken = makeToken({ email: ACCOUNT });
  const { asked, address } = await serve(t, ({ path }) => ({
    body: path.startsWith('/v1/token') ? { access_token: 'federated', expires_in: 3600 } : { token: idToken },
  }));
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const subject = join(folder.path, 'subject');
  await writeFile(subject, 'a token of a CI system');
  const loadAuth = await withFile(t, address, {
    ...outside(address, subject),
    service_account_impersonation_url: `${address}/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`,
  });
  const authorizer = createGoogleAuthorizer({ endpoint: ENDPOINT, idToken: undefined, loadAuth });
  t.deepEqual(await authorizer.authorize(REQUEST), { authorization: `Bearer ${idToken}` });
  t.deepEqual(
    asked.map(({ path, authorization }) => [path, authorization]),
    [
      ['/v1/token', undefined],
      [`/v1/projects/-/serviceAccounts/${ACCOUNT}:generateIdToken`, 'Bearer federated'],
    ],
  );
  t.like(JSON.parse(asked[1]!.body), { audience: ENDPOINT.origin, includeEmail: true });
});

test('a sign-in that impersonates a service account asks for a token of that account', async (t) => {
  const idToken = makeToken({ email: ACCOUNT });
  const { asked, address } = await serve(t, ({ path }) => ({
    body: path.startsWith('/v1/token') ? { access_token: 'source', expires_in: 3600 } : { token: idToken },
  }));
  const folder = await makeFolder();
  t.teardown(folder.remove);
  const subject = join(folder.path, 'subject');
  await writeFile(subject, 'a token of a CI system');
  const loadAuth = await withFile(t, address, {
    type: 'impersonated_service_account',
    endpoint: address,
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`,
    source_credentials: outside(address, subject),
  });
  const authorizer = createGoogleAuthorizer({ endpoint: ENDPOINT, idToken: undefined, loadAuth });
  t.deepEqual(await authorizer.authorize(REQUEST), { authorization: `Bearer ${idToken}` });
  t.is(asked.at(-1)!.path, `/v1/projects/-/serviceAccounts/${ACCOUNT}:generateIdToken`);
  t.like(JSON.parse(asked.at(-1)!.body), { audience: ENDPOINT.origin, includeEmail: true });
});

test('a caller that is refused is told who asked and what lets them in', async (t) => {
  const idToken = makeToken({ email: 'ann@example.com' });
  const page = '<html><title>403 Forbidden</title></html>';
  const { asked, address } = await serve(t, () => ({ status: 403, body: page }));
  const client = createServiceClient({
    endpoint: new URL(address),
    authorizer: createGoogleAuthorizer({ endpoint: ENDPOINT, idToken }),
    signal: new AbortController().signal,
  });
  const error = await t.throwsAsync(client.find('0'.repeat(32)), { instanceOf: ReelsightError });
  t.is(asked[0]!.authorization, `Bearer ${idToken}`);
  t.is(error.kind, 'denied');
  t.regex(error.message, /answered with 403\. .*ID token of ann@example\.com.*run\.invoker/);
});

test('credentials that cannot sign in, and a token server that refuses, say what to do', async (t) => {
  const { address } = await serve(t, () => ({
    status: 400,
    body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
  }));
  const workforce = {
    type: 'external_account_authorized_user',
    audience: '//iam.googleapis.com/locations/global/workforcePools/p/providers/x',
    refresh_token: 'refresh',
    token_url: `${address}/v1/token`,
    client_id: 'program',
    client_secret: 'secret',
  };
  const cases = [
    [PERSON, /invalid_grant: Token has been expired or revoked\./],
    [KEY, /invalid_grant: Token has been expired or revoked\./],
    [workforce, /external_account_authorized_user have no ID tokens/],
  ] as const;
  for (const [credentials, words] of cases) {
    const loadAuth = await withFile(t, address, credentials);
    const authorizer = createGoogleAuthorizer({ endpoint: ENDPOINT, idToken: undefined, loadAuth });
    const error = await t.throwsAsync(authorizer.authorize(REQUEST), { instanceOf: ReelsightError });
    t.is(error.kind, 'environment');
    t.regex(error.message, words);
    t.regex(error.message, /application-default login.*REELSIGHT_ID_TOKEN=\$\(gcloud auth print-identity-token\)/);
    t.is(error.cause, undefined);
  }
});

test('a person’s sign-in without an ID token is told apart', async (t) => {
  const { address } = await serve(t, () => ({ body: { access_token: 'ya29.only' } }));
  const loadAuth = await withFile(t, address, PERSON);
  const authorizer = createGoogleAuthorizer({ endpoint: ENDPOINT, idToken: undefined, loadAuth });
  const error = await t.throwsAsync(authorizer.authorize(REQUEST), { message: /they gave none/ });
  t.notRegex(error!.message, /ya29/);
});

test('a token given by hand is sent as it is, while it is good', async (t) => {
  const loadAuth = () => Promise.reject(new Error('asked'));
  const give = (idToken: string) => createGoogleAuthorizer({ endpoint: ENDPOINT, idToken, loadAuth });
  const good = makeToken({ email: 'ann@example.com' });
  const authorizer = give(`${good}\n`);
  t.deepEqual(await authorizer.authorize(REQUEST), { authorization: `Bearer ${good}` });
  t.regex(authorizer.advice, /ID token of ann@example\.com from REELSIGHT_ID_TOKEN/);
  const old = await t.throwsAsync(give(makeToken({ exp: 1_700_000_000 })).authorize(REQUEST));
  t.regex(old!.message, /ended at 2023-11-14T22:13:20\.000Z/);
  const wrong = await t.throwsAsync(give('ya29.secret').authorize(REQUEST), { instanceOf: ReelsightError });
  t.is(wrong.kind, 'input');
  t.regex(wrong.message, /holds no ID token/);
  t.notRegex(wrong.message, /secret/);
});

test('advice for a domain of its own tells how it is accepted', (t) => {
  const endpoint = new URL('https://video.example.com');
  const { advice } = createGoogleAuthorizer({ endpoint, idToken: makeToken({ email: 'a b;c@d' }) });
  t.regex(advice, /--member user:EMAIL/);
  t.regex(
    advice,
    /gcloud run services update SERVICE --region REGION --add-custom-audiences https:\/\/video\.example\.com/,
  );
});
