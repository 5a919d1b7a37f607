import type { PolicyPlace } from '../api/policy.ts';
import { bucketPolicy } from '../api/policy-places.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { isStatus, whileUnknown } from '../api/wait.ts';
import { accountDescription, DESCRIPTION_LIMIT, describeAccount } from '../config/labels.ts';
import { actorsOf, type Service } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import type { Accounts } from './accounts.ts';

// A bucket of others says nowhere that the service has roles on it. The service's accounts do, in their descriptions: from
// before a role is given until after it is taken back, also when the YAML names the bucket no longer.

/** Names of the buckets of others that roles name, in order. */
export function foreignBucketsOf(service: Service): string[] {
  const own = new Set(service.buckets.map(({ name }) => name));
  const named = actorsOf(service).flatMap(({ roles }) => roles.flatMap(({ bucket }) => foreignName(bucket) ?? []));
  return [...new Set(named)].filter((name) => !own.has(name)).sort();
}

const foreignName = (bucket: string | undefined): string | undefined => /^gs:\/\/(.+)$/.exec(bucket ?? '')?.[1];

/** Lets the accounts' descriptions name exactly these buckets, each one of them. Errors: DeployError when they are too many. */
export async function noteForeignBuckets(
  session: DeploySession,
  { descriptions }: Accounts,
  buckets: readonly string[],
): Promise<void> {
  const { service, api } = session;
  const left = [...buckets].sort();
  const wanted = actorsOf(service).map(({ account }) => {
    const base = accountDescription(service, account.purpose);
    let taken: string[] = [];
    while (left.length > 0 && describeAccount(base, [...taken, left[0]!]).length <= DESCRIPTION_LIMIT)
      taken = [...taken, left.shift()!];
    return {
      email: account.email,
      before: descriptions.get(account.email) ?? base,
      after: describeAccount(base, taken),
    };
  });
  if (left.length > 0)
    throw new DeployError(
      `Roles name more buckets of others than the descriptions of the service's accounts can hold, by which they are taken back: no room is left for ${left.join(', ')}. Give those roles by hand.`,
    );
  for (const { email, before, after } of wanted) {
    if (before === after) continue;
    await session.attempt(`Describing the service account ${email}`, () =>
      whileUnknown(session, [email], () =>
        api.request({
          method: 'PATCH',
          url: `${urls.iam}/projects/${service.project}/serviceAccounts/${email}`,
          body: { serviceAccount: { description: after }, updateMask: 'description' },
        }),
      ),
    );
  }
}

/** Who may do what with a bucket of others. `isWanted`: roles name it; else it may be gone. Errors: DeployError. */
export function foreignBucketPolicy({ api, state }: DeploySession, name: string, isWanted: boolean): PolicyPlace {
  const place = bucketPolicy(api, name);
  const explain = (error: unknown): never => {
    if (isStatus(error, 403))
      throw new DeployError(
        `${state.who} may not set who reads the bucket ${name}, which this service has roles on: it lacks storage.buckets.getIamPolicy or storage.buckets.setIamPolicy there. Anyone who owns the bucket may give them: \`gcloud storage buckets add-iam-policy-binding gs://${name} --member ${state.who} --role roles/storage.admin\``,
      );
    throw error;
  };
  return {
    ...place,
    read: () =>
      place.read().catch((error: unknown) => {
        if (!isStatus(error, 404)) return explain(error);
        if (!isWanted) return {};
        throw new DeployError(
          `There is no bucket gs://${name}, which roles name. Correct the name, or make the bucket.`,
        );
      }),
    write: (policy) => place.write(policy).catch(explain),
  };
}
