import { mapSome } from '../api/map-some.ts';
import { type Grant, type Owns, type PolicyPlace, reconcile, updatePolicy } from '../api/policy.ts';
import { accountPolicy, bucketPolicy, projectPolicy, runPolicy } from '../api/policy-places.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { actorsOf } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { type Accounts, findAccounts } from './accounts.ts';
import { foreignBucketPolicy, foreignBucketsOf, noteForeignBuckets } from './foreign-buckets.ts';
import type { DeployedFunction } from './function-body.ts';
import { bucketGrants, INVOKER_ROLE, invokersOf, ownedBy, projectGrants, selfGrants } from './grants.ts';

const PLACE_CONCURRENCY = 4;

/** Lets a place hold of our grants exactly these. */
async function settle(
  session: DeploySession,
  place: PolicyPlace,
  owns: Owns,
  grants: readonly Grant[],
  accounts: readonly string[],
): Promise<void> {
  const isChanged = await session.attempt(`Setting who may do what with ${place.name}`, () =>
    updatePolicy(session, place, (policy) => reconcile(policy, owns, grants), accounts),
  );
  if (isChanged) session.log.notice(`Access to ${place.name} set`);
}

const emailsOf = ({ service }: DeploySession): string[] => actorsOf(service).map(({ account }) => account.email);

/** Gives every account the roles that the YAML says, and no others. */
export async function setRoles(session: DeploySession): Promise<void> {
  const { api, service } = session;
  const emails = emailsOf(session);
  const owns = ownedBy(emails);
  const agent = service.functions.some(({ trigger }) => trigger) ? await findStorageAgent(session) : null;
  await settle(session, projectPolicy(api, service.project), owns, projectGrants(service, agent), emails);
  for (const { name } of service.buckets)
    await settle(session, bucketPolicy(api, name), owns, bucketGrants(service, name), emails);
  await mapSome(actorsOf(service), PLACE_CONCURRENCY, (actor) =>
    settle(session, accountPolicy(api, service.project, actor.account.email), owns, selfGrants(actor), emails),
  );
}

/** The same on buckets of others, those among them on which there were roles before. */
export async function setForeignRoles(session: DeploySession, accounts: Accounts): Promise<void> {
  const { service } = session;
  const emails = emailsOf(session);
  const owns = ownedBy([...emails, ...accounts.owned]);
  const wanted = foreignBucketsOf(service);
  const all = [...new Set([...wanted, ...accounts.foreignBuckets])];
  await noteForeignBuckets(session, accounts, all);
  for (const name of all) {
    const place = foreignBucketPolicy(session, name, wanted.includes(name));
    await settle(session, place, owns, bucketGrants(service, name), emails);
  }
  if (all.length > wanted.length) await noteForeignBuckets(session, await findAccounts(session), wanted);
}

/** Lets exactly those call the functions whom the YAML names. */
export async function setInvokers(
  session: DeploySession,
  functions: ReadonlyMap<string, DeployedFunction>,
): Promise<void> {
  const { api, service } = session;
  const owns: Owns = (_member, role) => role === INVOKER_ROLE;
  await mapSome([...functions], PLACE_CONCURRENCY, async ([key, { serviceConfig }]) => {
    if (serviceConfig?.service)
      await settle(session, runPolicy(api, serviceConfig.service), owns, invokersOf(service, key), emailsOf(session));
  });
}

/** Takes all roles from these accounts, on the project and on these buckets. */
export async function takeRoles(
  session: DeploySession,
  emails: readonly string[],
  buckets: readonly string[],
): Promise<void> {
  if (emails.length === 0) return;
  const { api, service } = session;
  const places = [projectPolicy(api, service.project), ...buckets.map((bucket) => bucketPolicy(api, bucket))];
  for (const place of places) await settle(session, place, ownedBy(emails), [], []);
}

/**
 * Takes all roles from the accounts on buckets of others. One that the deployer may not change is warned of: what an account
 * could do ends with it.
 */
export async function takeForeignRoles(session: DeploySession, { owned, foreignBuckets }: Accounts): Promise<void> {
  for (const name of foreignBuckets)
    try {
      await settle(session, foreignBucketPolicy(session, name, false), ownedBy(owned), [], []);
    } catch (error) {
      if (!(error instanceof DeployError)) throw error;
      session.log.warning(`${error.message}\nWithout it, the roles stay there, of accounts that were deleted.`);
    }
}

/** The account by which Cloud Storage tells of objects. Google makes it when it is first asked for. */
const findStorageAgent = (session: DeploySession): Promise<string> =>
  session.attempt('Looking up the service agent of Cloud Storage', async () => {
    const { email_address: email } = await session.api.request<{ email_address: string }>({
      method: 'GET',
      url: `${urls.storage}/projects/${session.service.project}/serviceAccount`,
    });
    return email;
  });
