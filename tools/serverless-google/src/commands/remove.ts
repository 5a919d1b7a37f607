import { takeForeignRoles, takeRoles } from '../resources/access.ts';
import { deleteAccounts, findAccounts } from '../resources/accounts.ts';
import { findBuckets, removeBucket } from '../resources/buckets.ts';
import { listFunctions, removeFunctions } from '../resources/functions.ts';
import { findProject } from '../resources/project.ts';
import { listWorkflows, ownedNames, removeWorkflows } from '../resources/workflows.ts';
import { type Host, openHost } from './host.ts';

/**
 * Removes all that is labelled as this service's at this stage. Buckets that hold objects are kept, unless `retain: false`.
 * Doing it twice is harmless.
 */
export async function remove(host: Host): Promise<void> {
  const session = await openHost(host);
  await findProject(session);
  // First what starts the others.
  await removeWorkflows(session, ownedNames(session, await listWorkflows(session)));
  await removeFunctions(session, ownedNames(session, await listFunctions(session)));
  const kept: string[] = [];
  for (const name of await findBuckets(session)) if (!(await removeBucket(session, name))) kept.push(name);
  const accounts = await findAccounts(session);
  await takeRoles(session, accounts.owned, kept);
  await takeForeignRoles(session, accounts);
  await deleteAccounts(session, accounts.owned);
  const { service, stage, project } = session.service;
  host.log.notice(`${service} at ${stage} is removed from ${project}`);
}
