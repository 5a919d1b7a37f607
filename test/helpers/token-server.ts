import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { accountOfToken, issueAccessToken, issueIdToken, TOKEN_SECONDS } from '../../tools/local-google/tokens.ts';

export interface TokenServer {
  readonly url: string;
  /**
   * Serves the metadata server of an account on an address of its own, as `host:port`: the environment variable
   * GCE_METADATA_HOST of a process makes it this account, as Cloud Run makes each function its account.
   */
  openMetadata(account: string, project: string): Promise<string>;
  close(): Promise<void>;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SIGN_BLOB = /^(?:\/iamcredentials\.googleapis\.com)?\/v1\/projects\/-\/serviceAccounts\/([^/]+):signBlob$/;
const METADATA = '/computeMetadata/v1';

/**
 * Gives tokens on the loopback interface: `POST /token` to who shows a JWT of a key, signBlob of IAM Credentials to who has
 * no key, and metadata servers. Signatures of JWTs are not checked.
 */
export async function createTokenServer({ port = 0 }: { port?: number } = {}): Promise<TokenServer> {
  const servers: Server[] = [];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  async function listen(handle: RequestListener, at = 0): Promise<string> {
    const server = createServer(handle);
    servers.push(server);
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function serve(request: IncomingMessage): Promise<Answer> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const body = await text(request);
    const signer = SIGN_BLOB.exec(decodeURIComponent(pathname))?.[1];
    if (request.method === 'POST' && pathname === '/token') return answerGrant(new URLSearchParams(body));
    if (request.method !== 'POST' || !signer) return refusal(404, 'NOT_FOUND', 'Not here.');
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const account = accountOfToken(bearer ?? '');
    if (account === null) return refusal(401, 'UNAUTHENTICATED', 'There is no token, or an expired one.');
    if (account !== signer) return refusal(403, 'PERMISSION_DENIED', `${account} may not sign as ${signer}.`);
    const { payload = '' } = JSON.parse(body) as { payload?: string };
    const signedBlob = createSign('RSA-SHA256').update(Buffer.from(payload, 'base64')).sign(privateKey, 'base64');
    return { status: 200, body: { keyId: 'local', signedBlob } };
  }

  const address = await listen((request, response) => {
    serve(request)
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(body));
      })
      .catch(() => response.destroy());
  }, port);

  return {
    url: `http://${address}`,
    openMetadata: (account, project) =>
      listen((request, response) => answerMetadata(request, response, { account, project })),
    async close() {
      await Promise.all(
        servers.map(async (server) => {
          const closed = once(server, 'close');
          server.close();
          server.closeAllConnections();
          await closed;
        }),
      );
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const refusal = (code: number, status: string, message: string): Answer => ({
  status: code,
  body: { error: { code, status, message } },
});

/** RFC 7523: a token for a JWT. With the claim `target_audience`, an ID token. */
function answerGrant(form: URLSearchParams): Answer {
  const assertion = form.get('assertion') ?? '';
  const account = accountOfToken(assertion);
  if (form.get('grant_type') !== JWT_BEARER)
    return { status: 400, body: { error: 'unsupported_grant_type', error_description: 'Invalid grant_type' } };
  if (account === null)
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT: expired, or of nobody.' } };
  const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as {
    target_audience?: string;
  };
  const body = claims.target_audience
    ? { id_token: issueIdToken(account, claims.target_audience) }
    : { access_token: issueAccessToken(account), expires_in: TOKEN_SECONDS, token_type: 'Bearer' };
  return { status: 200, body };
}

function answerMetadata(
  request: IncomingMessage,
  response: ServerResponse,
  { account, project }: { account: string; project: string },
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const path = decodeURIComponent(pathname).replace(/\/$/, '');
  const own = [`${METADATA}/instance/service-accounts/default`, `${METADATA}/instance/service-accounts/${account}`];
  const token = { access_token: issueAccessToken(account), expires_in: TOKEN_SECONDS, token_type: 'Bearer' };
  const answers: Readonly<Record<string, string>> = {
    [`${METADATA}/instance`]: '{}',
    [`${METADATA}/project/project-id`]: project,
    ...Object.fromEntries(
      own.flatMap((root) => [
        [`${root}/email`, account],
        [`${root}/token`, JSON.stringify(token)],
        [`${root}/identity`, issueIdToken(account, searchParams.get('audience') ?? '')],
      ]),
    ),
  };
  const answer = answers[path];
  // Browsers and proxies that are talked into asking do not set it.
  const isAsked = request.headers['metadata-flavor'] === 'Google';
  const status = !isAsked ? 403 : answer === undefined ? 404 : 200;
  response.writeHead(status, { 'metadata-flavor': 'Google', 'content-type': 'application/text' });
  response.end(status === 200 ? answer : '');
}
