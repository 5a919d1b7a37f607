import { PROJECT } from './state.ts';

export const DEPLOYER = `deployer@${PROJECT}.iam.gserviceaccount.com`;
export const ACCESS_TOKEN = 'access-token';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

/**
 * What the metadata server of a machine in Google Cloud answers, by which its service account logs in. The libraries ask the
 * one that GCE_METADATA_HOST names. Null for what it does not know.
 * https://cloud.google.com/compute/docs/metadata/predefined-metadata-keys
 */
export function readMetadata(path: string, query: URLSearchParams): string | null {
  const [, key] = /^\/computeMetadata\/v1\/(.*?)\/?$/.exec(path) ?? [];
  if (key === 'instance' || key === '') return 'instance/';
  if (key === 'project/project-id') return PROJECT;
  if (key === 'instance/service-accounts') return encodeAccounts();
  if (key === 'instance/service-accounts/default/email') return DEPLOYER;
  if (key === 'instance/service-accounts/default/token')
    return JSON.stringify({ access_token: ACCESS_TOKEN, expires_in: 3600, token_type: 'Bearer' });
  const exp = Math.floor(Date.now() / 1000) + 3600;
  if (key === 'instance/service-accounts/default/identity')
    return `${encode({ alg: 'none' })}.${encode({ aud: query.get('audience'), email: DEPLOYER, exp })}.x`;
  return null;
}

const encodeAccounts = (): string => JSON.stringify({ default: { email: DEPLOYER, scopes: [], aliases: ['default'] } });

/** Whom an identity token is of, and for. */
export const readIdToken = (header: string | undefined): { aud?: string; email?: string } => {
  try {
    return decode(header?.replace('Bearer ', '').split('.')[1]);
  } catch {
    return {};
  }
};
