import type { GoogleAuth } from 'google-auth-library';
import { ReelsightError } from '../../../core/index.ts';
import type { Authorizer } from './authorizer.ts';
import { cloudOf } from './cloud-of.ts';
import { showEndpoint } from './endpoint.ts';
import { describeRefusal, type FetchIdToken, findIdTokens, loadGoogleAuth, PLACES } from './google-credentials.ts';
import { type IdToken, readIdToken } from './id-token.ts';

/** A token that ends sooner is replaced: a request may wait for a function to start. */
const RESERVE_MS = 120_000;
const BY_HAND = 'REELSIGHT_ID_TOKEN=$(gcloud auth print-identity-token)';

/** Signs in to Cloud Run with an ID token: the one given, else one for the application default credentials. */
export function createGoogleAuthorizer(options: {
  readonly endpoint: URL;
  readonly idToken: string | undefined;
  readonly loadAuth?: () => Promise<GoogleAuth>;
}): Authorizer {
  const { endpoint, idToken, loadAuth = loadGoogleAuth } = options;
  const audience = audienceOf(endpoint);
  const getToken = idToken === undefined ? createTokenKeeper(audience, loadAuth) : async () => readGiven(idToken);
  let last: IdToken | null = null;
  return {
    get advice() {
      const source = idToken === undefined ? `the application default credentials (${PLACES})` : 'REELSIGHT_ID_TOKEN';
      return `The request carried an ID token${last?.email ? ` of ${last.email}` : ''} from ${source}. ${hintAccess(endpoint, audience, last?.email)}`;
    },
    async authorize() {
      last = await getToken();
      return { authorization: `Bearer ${last.text}` };
    },
  };
}

/** The address that a service is known by: a function's older kind of address goes on after the host. */
const audienceOf = (endpoint: URL): string =>
  endpoint.hostname.endsWith('.cloudfunctions.net') ? showEndpoint(endpoint) : endpoint.origin;

function readGiven(text: string): IdToken {
  const token = readIdToken(text.trim());
  if (!token)
    throw new ReelsightError(
      'input',
      `REELSIGHT_ID_TOKEN holds no ID token, which is three parts with dots between (an access token is not one). Set ${BY_HAND}.`,
    );
  if (token.expiresMs <= Date.now())
    throw new ReelsightError(
      'environment',
      `The ID token in REELSIGHT_ID_TOKEN ended at ${new Date(token.expiresMs).toISOString()}. Set it again: ${BY_HAND}.`,
    );
  return token;
}

/** Keeps a token until it nears its end. Requests at the same time wait for the same one. */
function createTokenKeeper(audience: string, loadAuth: () => Promise<GoogleAuth>): () => Promise<IdToken> {
  let source: Promise<FetchIdToken> | null = null;
  let token: Promise<IdToken> | null = null;
  const isFresh = async (kept: Promise<IdToken>) => (await kept).expiresMs - RESERVE_MS > Date.now();
  async function fetchToken(): Promise<IdToken> {
    try {
      source ??= loadAuth().then(findIdTokens);
      const found = readIdToken(String(await (await source)(audience)));
      if (!found) throw new Error('they gave none; a person signs in with `gcloud auth application-default login`');
      return found;
    } catch (cause) {
      source = null;
      // The library's error holds the request, with what proves who we are: only its words go on.
      throw new ReelsightError(
        'environment',
        `No Google ID token to sign in to ${audience} with. Searched for application default credentials in ${PLACES}. ` +
          `Run \`gcloud auth application-default login\`, or set ${BY_HAND}. The last one answered: ${describeRefusal(cause)}`,
      );
    }
  }
  return async () => {
    const kept = token;
    if (kept && (await isFresh(kept).catch(() => false))) return kept;
    if (token === kept) token = fetchToken();
    return token!;
  };
}

/** What lets an account in, as the command that an owner of the service runs. */
function hintAccess(endpoint: URL, audience: string, email: string | undefined): string {
  const [, service = 'SERVICE', region = 'REGION'] =
    /^(.+)-\d+\.([a-z0-9-]+)\.run\.app$/.exec(endpoint.hostname) ??
    /^(.+)-[a-z0-9]{10}-[a-z]{2}\.a\.run\.app$/.exec(endpoint.hostname) ??
    [];
  const member = email
    ? `${email.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${email}`
    : 'user:EMAIL';
  const name = `${service} --region ${region}`;
  const role = `The account needs the role run.invoker on the service: \`gcloud run services add-iam-policy-binding ${name} --member ${member} --role roles/run.invoker\`.`;
  if (cloudOf(endpoint) === 'google') return role;
  return `${role} A service at a domain of its own must also be told to accept tokens for it: \`gcloud run services update ${name} --add-custom-audiences ${audience}\`.`;
}
