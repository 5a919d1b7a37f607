import { DeployError } from '../errors/deploy-error.ts';
import type { FunctionPackage } from '../package/package-functions.ts';
import { findProject } from '../resources/project.ts';
import { deployFunctions } from './deploy.ts';
import { findFunction } from './find-function.ts';
import { type Host, openHost } from './host.ts';

/** Deploys one function of a service that is deployed: its code and settings, not its roles and callers. */
export async function deployOne(host: Host, packages: ReadonlyMap<string, FunctionPackage>): Promise<void> {
  if (host.options['update-config'])
    throw new DeployError('--update-config is not known here: what has not changed is not deployed anyway.');
  const session = await openHost(host);
  const settings = findFunction(session.service, host.options['function']);
  await findProject(session);
  await deployFunctions(session, [settings], packages, host.options['force'] === true);
}
