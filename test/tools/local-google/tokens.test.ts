import { createSign } from 'node:crypto';
import test from 'ava';
import { GoogleAuth } from 'google-auth-library';
import {
  accountOfToken,
  createAccountKey,
  issueAccessToken,
  issueIdToken,
} from '../../../tools/local-google/tokens.ts';
import { createTokenServer } from '../../helpers/token-server.ts';

const ACCOUNT = 'plan@project.iam.gserviceaccount.com';
const server = await createTokenServer();
test.after.always(server.close);

const key = JSON.parse(createAccountKey(ACCOUNT, `${server.url}/token`)) as Record<string, string>;

/** A JWT of the key, as every client library makes it. */
function sign(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: ACCOUNT, iat: now, exp: now + 3600, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key['private_key']!, 'base64url')}`;
}

const grant = async (assertion: string, grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer') => {
  const body = new URLSearchParams({ grant_type: grantType, assertion });
  const answer = await fetch(key['token_uri']!, { method: 'POST', body });
  const told = (await answer.json()) as { access_token?: string; id_token?: string };
  return { status: answer.status, ...told };
};

test('a token says whose it is, until it expires', (t) => {
  const now = Date.now();
  for (const token of [issueAccessToken(ACCOUNT), issueIdToken(ACCOUNT, 'https://x'), sign({})]) {
    t.is(accountOfToken(token), ACCOUNT);
    t.is(accountOfToken(token, now + 3700_000), null);
  }
  for (const token of [
    '',
    'ya29.real',
    'a.b.c',
    'ya29.local.e30',
    `${Buffer.from('null').toString('base64url')}.bnVsbA.x`,
  ])
    t.is(accountOfToken(token), null, token);
});

test('a JWT of a key is given an access token, or an ID token for an audience', async (t) => {
  const access = await grant(sign({ scope: 'https://www.googleapis.com/auth/cloud-platform' }));
  t.like(access, { status: 200, token_type: 'Bearer', expires_in: 3599 });
  t.is(accountOfToken(access.access_token ?? ''), ACCOUNT);
  const { id_token: token = '' } = await grant(sign({ target_audience: 'https://plan.example' }));
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
  t.like(claims, { aud: 'https://plan.example', email: ACCOUNT, iss: 'https://accounts.google.com' });
});

test('other grants are refused as Google does', async (t) => {
  t.like(await grant(sign({ exp: 1 })), { status: 400, error: 'invalid_grant' });
  t.like(await grant('nonsense'), { status: 400, error: 'invalid_grant' });
  t.like(await grant(sign({}), 'password'), { status: 400, error: 'unsupported_grant_type' });
});

test('an account has blobs signed as itself alone', async (t) => {
  const signBlob = async (account: string, token: string, host = '') => {
    const answer = await fetch(`${server.url}${host}/v1/projects/-/serviceAccounts/${account}:signBlob`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ payload: Buffer.from('text').toString('base64') }),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  };
  t.like(await signBlob(ACCOUNT, issueAccessToken(ACCOUNT), '/iamcredentials.googleapis.com'), { status: 200 });
  t.like(await signBlob('other@x.y', issueAccessToken(ACCOUNT)), { status: 403 });
  t.like(await signBlob(ACCOUNT, 'nonsense'), { status: 401 });
});

test("a process is the account of its metadata server, to Google's own library", async (t) => {
  process.env['GCE_METADATA_HOST'] = await server.openMetadata(ACCOUNT, 'project');
  process.env['METADATA_SERVER_DETECTION'] = 'assume-present';
  delete process.env['GOOGLE_CLOUD_PROJECT'];
  const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });
  t.is(accountOfToken((await auth.getAccessToken()) ?? ''), ACCOUNT);
  t.is((await auth.getCredentials()).client_email, ACCOUNT);
  t.is(await auth.getProjectId(), 'project');
  const client = await auth.getIdTokenClient('https://plan.example');
  const headers = await client.getRequestHeaders();
  const token = headers.get('authorization')?.replace('Bearer ', '') ?? '';
  t.is(accountOfToken(token), ACCOUNT);
  t.regex(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(), /"aud":"https:\/\/plan\.example"/);
  const unasked = await fetch(`http://${process.env['GCE_METADATA_HOST']}/computeMetadata/v1/project/project-id`);
  t.is(unasked.status, 403);
});
