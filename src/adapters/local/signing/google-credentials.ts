import type { GoogleAuth, IdTokenProvider } from 'google-auth-library';

/** Where the Google library looks, for messages. */
export const PLACES =
  'GOOGLE_APPLICATION_CREDENTIALS, the file of `gcloud auth application-default login`, and the metadata server of a Google machine';

export type FetchIdToken = (audience: string) => Promise<string>;

/** Loaded only when something is signed: it takes longer than the command line's own modules together. */
export async function loadGoogleAuth(): Promise<GoogleAuth> {
  const { GoogleAuth } = await import('google-auth-library');
  return new GoogleAuth();
}

/**
 * What gives ID tokens for the application default credentials: service accounts (by key, machine or impersonation) for
 * any audience; a person's only for the program that they signed in with, which Cloud Run accepts in its place; those of
 * another cloud or of a CI system as the service account that they stand for. Errors: of the library; an Error for
 * credentials that have none.
 */
export async function findIdTokens(auth: GoogleAuth): Promise<FetchIdToken> {
  const client: object = await auth.getClient();
  if (isProvider(client)) return (audience) => client.fetchIdToken(audience);
  const file = auth.jsonContent as { type?: string; service_account_impersonation_url?: string } | null;
  const { service_account_impersonation_url: impersonationUrl, ...federated } = file ?? {};
  if (file?.type === 'external_account' && impersonationUrl) {
    const { Impersonated } = await import('google-auth-library');
    const impersonated = new Impersonated({
      // The identity from outside asks for itself: it may have no more than the right to stand for the account.
      sourceClient: auth.fromJSON(federated as Parameters<GoogleAuth['fromJSON']>[0]),
      targetPrincipal: /([^/]+):\w+$/.exec(impersonationUrl)?.[1] ?? '',
      targetScopes: ['https://www.googleapis.com/auth/cloud-platform'],
      endpoint: new URL(impersonationUrl).origin,
    });
    return (audience) => impersonated.fetchIdToken(audience);
  }
  throw new Error(
    `credentials of type ${file?.type ?? client.constructor.name} have no ID tokens unless they impersonate a service account`,
  );
}

const isProvider = (client: object): client is IdTokenProvider => 'fetchIdToken' in client;

/** What went wrong, in the token server's words where it has any. */
export function describeRefusal(cause: unknown): string {
  const data = (cause as { response?: { data?: unknown } } | null)?.response?.data as
    | { error?: unknown; error_description?: unknown }
    | undefined;
  if (typeof data?.error === 'string')
    return [data.error, data.error_description].filter((part) => typeof part === 'string').join(': ');
  return cause instanceof Error ? cause.message : String(cause);
}
