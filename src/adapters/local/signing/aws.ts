import { AwsV4Signer } from 'aws4fetch';
import { ReelsightError } from '../../../core/index.ts';
import type { Authorizer, Environment } from './authorizer.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** Signs with SigV4 and the AWS credentials of the environment. */
export function createAwsAuthorizer(
  environment: Environment,
  findCredentials: (region: string) => Promise<Credentials> = createCredentialFinder(),
): Authorizer {
  const looked =
    'the environment, the shared configuration files ' +
    `(profile ${JSON.stringify(environment['AWS_PROFILE'] ?? 'default')}), single sign-on, and the role of a container or an instance`;
  return {
    advice: `The request was signed with the AWS credentials found first in ${looked}. They need the permission execute-api:Invoke on this API.`,
    async authorize({ method, url, body }) {
      const region = findRegion(url, environment);
      const credentials = await findCredentials(region).catch((cause: unknown) => {
        throw new ReelsightError(
          'environment',
          `No AWS credentials to sign the request with. Looked in ${looked}. ` +
            'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; they need the permission execute-api:Invoke. ' +
            `The last one answered: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      });
      const { accessKeyId, secretAccessKey, sessionToken } = credentials;
      const signer = new AwsV4Signer({
        method,
        url: url.href,
        ...(body === undefined ? {} : { body }),
        accessKeyId,
        secretAccessKey,
        ...(sessionToken ? { sessionToken } : {}),
        service: 'execute-api',
        region,
      });
      return Object.fromEntries((await signer.sign()).headers);
    },
  };
}

/** An API's own host name tells its region; a custom domain's does not. */
function findRegion({ hostname }: URL, environment: Environment): string {
  const named = /\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(hostname)?.[1];
  const region = named ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'];
  if (region) return region;
  throw new ReelsightError(
    'environment',
    `The name ${hostname} does not contain the region of the API. Set AWS_REGION.`,
  );
}

/** The chain keeps what it found until that runs out. */
function createCredentialFinder(): (region: string) => Promise<Credentials> {
  let provider: (() => Promise<Credentials>) | null = null;
  return async (region) => {
    // Loaded only when something is signed: it takes longer than all other modules together.
    const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    provider ??= fromNodeProviderChain({ clientConfig: { region } });
    return provider();
  };
}
