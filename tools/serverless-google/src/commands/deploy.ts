import { mapSome } from '../api/map-some.ts';
import type { DeploySession } from '../api/session.ts';
import type { FunctionSettings } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import type { FunctionPackage } from '../package/package-functions.ts';
import { setForeignRoles, setInvokers, setRoles, takeRoles } from '../resources/access.ts';
import { createAccounts, deleteAccounts, findAccounts } from '../resources/accounts.ts';
import { ensureBuckets, findBuckets, removeBucket } from '../resources/buckets.ts';
import { deployFunction, findDeployed, listFunctions, removeFunctions } from '../resources/functions.ts';
import { checkApis, checkRegion, findProject } from '../resources/project.ts';
import { deployWorkflow, listWorkflows, ownedNames, readSources, removeWorkflows } from '../resources/workflows.ts';
import { type Host, openHost } from './host.ts';
import { showService } from './info.ts';

/** Builds that Cloud Build starts at once even in a new project. */
const FUNCTION_CONCURRENCY = 4;

/**
 * Deploys a service: accounts, buckets, roles, functions, who may call them, workflows. Then removes what the YAML says no
 * longer. What is right already is left alone, so a deployment that broke off goes on where it ended.
 */
export async function deploy(host: Host, packages: ReadonlyMap<string, FunctionPackage>): Promise<void> {
  const session = await openHost(host);
  const { service } = session;
  const sources = await readSources(host.serverless.serviceDir, service.workflows);
  const projectNumber = await findProject(session);
  await checkApis(session, projectNumber);
  await checkRegion(session);
  const accounts = await findAccounts(session);
  await createAccounts(session, accounts);
  await ensureBuckets(session, projectNumber);
  await setRoles(session);
  await setForeignRoles(session, accounts);
  await deployFunctions(session, service.functions, packages, host.options['force'] === true);
  const functions = await findDeployed(session);
  await setInvokers(session, functions);
  if (service.workflows.length > 0) {
    const workflows = await listWorkflows(session);
    for (const settings of service.workflows)
      await deployWorkflow(
        session,
        settings,
        sources.get(settings.key)!,
        functions,
        workflows.get(settings.name) ?? null,
      );
  }
  await removeOrphans(session, accounts.orphans);
  host.log.notice('');
  await showService(session, host.writeText);
}

/** Deploys functions, a few at once. One that fails does not hold up the others; all failures are told together. */
export async function deployFunctions(
  session: DeploySession,
  functions: readonly FunctionSettings[],
  packages: ReadonlyMap<string, FunctionPackage>,
  isForced: boolean,
): Promise<void> {
  const all = await listFunctions(session);
  const failures: Error[] = [];
  await mapSome(functions, FUNCTION_CONCURRENCY, async (settings) => {
    const { key, name } = settings;
    const bar = session.progress.create({ name: `google-${key}`, message: `Deploying ${key}` });
    const startedAt = Date.now();
    try {
      const outcome = await session.attempt(`Deploying the function ${key}`, () =>
        deployFunction(session, settings, packages.get(key)!, {
          found: all.get(name) ?? null,
          isForced,
          tell: (text) => bar.update(`Deploying ${key}: ${text}`),
        }),
      );
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      session.log.notice(`${key}: ${outcome}${outcome === 'unchanged' ? '' : ` in ${seconds} s`}`);
    } catch (error) {
      failures.push(error as Error);
    } finally {
      bar.remove();
    }
  });
  if (failures.length === 0) return;
  const unexpected = failures.find((error) => !(error instanceof DeployError));
  throw unexpected ?? new DeployError(failures.map(({ message }) => message).join('\n'));
}

/** What belongs to the service by its labels and is in the YAML no longer. */
async function removeOrphans(session: DeploySession, accounts: readonly string[]): Promise<void> {
  const { service } = session;
  const without = (names: readonly string[], kept: readonly { readonly name: string }[]) =>
    names.filter((name) => !kept.some((settings) => settings.name === name));
  await removeWorkflows(session, without(ownedNames(session, await listWorkflows(session)), service.workflows));
  await removeFunctions(session, without(ownedNames(session, await listFunctions(session)), service.functions));
  const buckets = await findBuckets(session);
  for (const name of without(buckets, service.buckets)) await removeBucket(session, name);
  await takeRoles(
    session,
    accounts,
    buckets.filter((name) => service.buckets.some((bucket) => bucket.name === name)),
  );
  await deleteAccounts(session, accounts);
}
