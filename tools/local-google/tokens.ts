import { generateKeyPairSync } from 'node:crypto';

/** How long tokens are good, as Google's are. */
export const TOKEN_SECONDS = 3599;

const PREFIX = 'ya29.local';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * An access token that says whose it is. Nothing is secret here: anyone who can reach the local stack may be anybody.
 */
export const issueAccessToken = (account: string, nowMs = Date.now()): string =>
  `${PREFIX}.${encode({ account, exp: Math.floor(nowMs / 1000) + TOKEN_SECONDS })}`;

/**
 * An ID token of an account for an audience, as a function asks for one of another function. Its signature is invalid.
 */
export function issueIdToken(account: string, audience: string, nowMs = Date.now()): string {
  const iat = Math.floor(nowMs / 1000);
  const claims = { iss: 'https://accounts.google.com', aud: audience, sub: account, azp: account };
  const claimed = { ...claims, email: account, email_verified: true, iat, exp: iat + TOKEN_SECONDS };
  return `${encode({ alg: 'RS256', typ: 'JWT', kid: 'local' })}.${encode(claimed)}.${encode('local')}`;
}

/**
 * Whose token this is, its e-mail address: an access token or an ID token from here, or a JWT that a key signed itself. Null
 * for what is not a token, or has expired.
 */
export function accountOfToken(token: string, nowMs = Date.now()): string | null {
  const parts = token.split('.');
  const claims = token.startsWith(`${PREFIX}.`) ? decode(parts[2]) : parts.length === 3 ? decode(parts[1]) : null;
  const account = claims?.['account'] ?? claims?.['email'] ?? claims?.['iss'];
  const { exp } = claims ?? {};
  return typeof account === 'string' && typeof exp === 'number' && exp * 1000 > nowMs ? account : null;
}

/**
 * The file of a key of a service account, as `gcloud iam service-accounts keys create` writes it. (Google's library for
 * Node does not look at `token_uri`: there a key signs its tokens itself.)
 */
export function createAccountKey(email: string, tokenUrl: string): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const project = /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? 'local';
  const names = { type: 'service_account', project_id: project, private_key_id: 'local', client_email: email };
  return JSON.stringify({ ...names, private_key: privateKey, client_id: '1', token_uri: tokenUrl }, null, 2);
}
