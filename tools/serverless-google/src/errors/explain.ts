import { GoogleApiError } from '../api/google-api.ts';
import { hintAccess } from './access.ts';
import { DeployError } from './deploy-error.ts';
import type { DeployState, Hint } from './hint.ts';
import { hintLimits } from './limits.ts';
import { hintProject } from './project.ts';

/** The first that knows one is right: what a disabled API is refused with looks like a missing permission. */
const HINTS: readonly Hint[] = [hintProject, hintLimits, hintAccess];

/** `<what> failed: <Google's words> <what mends it>` */
export function explain(error: unknown, what: string, state: DeployState): Error {
  if (error instanceof GoogleApiError) {
    const advice = HINTS.map((hint) => hint(error, state)).find((text) => text !== null);
    return new DeployError(`${what} failed: ${sentence(error.message)}${advice ? `\n${advice}` : ''}`);
  }
  const advice = hintConnection(error);
  return advice === null ? withContext(error, what) : new DeployError(`${what} failed: ${advice}`);
}

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

const withContext = (error: unknown, what: string): Error =>
  new Error(`${what} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });

const LOG_IN =
  'Log in with `gcloud auth application-default login`, or name the key file of a service account in GOOGLE_APPLICATION_CREDENTIALS.';

interface Traits {
  readonly message?: string;
  readonly code?: string | number;
  readonly cause?: unknown;
  readonly response?: { readonly data?: { readonly error?: unknown; readonly error_description?: unknown } };
}

const NETWORK_CODES = ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'];

/** What goes wrong before Google answers: no credentials, credentials that have ended, no connection. */
function hintConnection(error: unknown): string | null {
  const traits = error as Traits;
  const codes = [traits.code, (traits.cause as Traits | undefined)?.code].map(String);
  const network = NETWORK_CODES.find((code) => codes.includes(code));
  if (network)
    return `there is no connection to Google (${network}: ${traits.message}). Check the network or the proxy.`;
  // https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
  const refusal = traits.response?.data?.error;
  if (typeof refusal === 'string')
    return `the credentials are refused (${refusal}${traits.response?.data?.error_description ? `: ${traits.response.data.error_description}` : ''}). ${LOG_IN}`;
  // The library throws plain errors, which only their words tell apart.
  if (/default credentials|credential file|GOOGLE_APPLICATION_CREDENTIALS/.test(traits.message ?? ''))
    return `there are no credentials for Google (${traits.message}). ${LOG_IN}`;
  return null;
}
