import { listAll } from '../api/list-all.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { isStatus, orNull } from '../api/wait.ts';
import { accountDescription, bucketsInDescription, DESCRIPTION_LIMIT, isOwnedAccount } from '../config/labels.ts';
import { actorsOf } from '../config/service.ts';

interface ServiceAccount {
  readonly email: string;
  readonly description?: string;
}

export interface Accounts {
  /** E-mail addresses of all service accounts that belong to the service, those no longer in the YAML among them. */
  readonly owned: readonly string[];
  /** Those that are in the YAML no longer. */
  readonly orphans: readonly string[];
  /** By e-mail address. */
  readonly descriptions: ReadonlyMap<string, string>;
  /** Names of buckets of others that they have, or had, roles on. */
  readonly foreignBuckets: readonly string[];
}

const urlOf = ({ service }: DeploySession): string => `${urls.iam}/projects/${service.project}/serviceAccounts`;

/** Finds the service accounts of the service. */
export async function findAccounts(session: DeploySession): Promise<Accounts> {
  const found = await session.attempt('Listing the service accounts', () =>
    listAll<ServiceAccount>(session.api, urlOf(session), 'accounts', { pageSize: 100 }),
  );
  const descriptions = new Map(
    found
      .filter(({ description }) => isOwnedAccount(description, session.service))
      .map(({ email, description = '' }) => [email, description] as const),
  );
  const owned = [...descriptions.keys()];
  const wanted = new Set(actorsOf(session.service).map(({ account }) => account.email));
  return {
    owned,
    orphans: owned.filter((email) => !wanted.has(email)),
    descriptions,
    foreignBuckets: [...new Set([...descriptions.values()].flatMap(bucketsInDescription))],
  };
}

/** Makes the service accounts that are missing: each function and workflow has its own. */
export async function createAccounts(session: DeploySession, { owned }: Accounts): Promise<void> {
  const { api, service, log } = session;
  for (const { account } of actorsOf(service)) {
    if (owned.includes(account.email)) continue;
    const isNew = await session.attempt(`Creating the service account ${account.id}`, () =>
      api
        .request({
          method: 'POST',
          url: urlOf(session),
          body: {
            accountId: account.id,
            serviceAccount: {
              displayName: `${service.service} ${service.stage}: ${account.purpose}`.slice(0, 100),
              description: accountDescription(service, account.purpose).slice(0, DESCRIPTION_LIMIT),
            },
          },
        })
        .then(
          () => true,
          (error: unknown) => {
            // An earlier try made it.
            if (isStatus(error, 409)) return false;
            throw error;
          },
        ),
    );
    if (isNew) log.notice(`Service account ${account.id} created`);
  }
}

export async function deleteAccounts(session: DeploySession, emails: readonly string[]): Promise<void> {
  for (const email of emails) {
    await session.attempt(`Deleting the service account ${email}`, () =>
      orNull(session.api.request({ method: 'DELETE', url: `${urlOf(session)}/${email}` })),
    );
    session.log.notice(`Service account ${email.split('@')[0]} removed`);
  }
}
