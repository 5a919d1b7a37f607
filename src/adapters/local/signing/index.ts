import type { Authorizer, Environment } from './authorizer.ts';
import { createAwsAuthorizer } from './aws.ts';
import { type Cloud, chooseCloud } from './cloud-of.ts';
import { isLoopback } from './endpoint.ts';
import { createGoogleAuthorizer } from './google.ts';

export type { Authorizer } from './authorizer.ts';
export { CLOUDS, type Cloud } from './cloud-of.ts';

export interface SigningOptions {
  readonly endpoint: URL;
  /** Default: whose host name it is. */
  readonly cloud: Cloud | undefined;
  /** For Google, given by hand. Default: one for the application default credentials. */
  readonly idToken: string | undefined;
  readonly environment: Environment;
}

/**
 * How requests to an endpoint are signed: not at all on this machine or without encryption, else with SigV4 for AWS and an
 * ID token for Google. Errors: kind `input` for a host of no cloud that is known.
 */
export function createAuthorizer({ endpoint, cloud, idToken, environment }: SigningOptions): Authorizer {
  if (endpoint.protocol !== 'https:' || isLoopback(endpoint))
    return {
      authorize: async () => ({}),
      advice: 'The request was not signed: that is done only for an https:// endpoint on another machine.',
    };
  return chooseCloud(endpoint, cloud) === 'aws'
    ? createAwsAuthorizer(environment)
    : createGoogleAuthorizer({ endpoint, idToken });
}
