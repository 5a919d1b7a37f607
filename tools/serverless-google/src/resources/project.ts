import { listAll } from '../api/list-all.ts';
import type { DeploySession } from '../api/session.ts';
import { locationOf, urls } from '../api/urls.ts';
import { isStatus } from '../api/wait.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { enableApis, hintProject } from '../errors/project.ts';

interface Project {
  /** `projects/NUMBER` */
  readonly name: string;
  readonly state?: string;
}

interface ApiState {
  readonly config?: { readonly name?: string };
  readonly state?: string;
}

/** Looks whether the project is there, and gives its number. Errors: DeployError, also for one that is being deleted. */
export async function findProject(session: DeploySession): Promise<string> {
  const { api, state, service } = session;
  const { project } = service;
  const found = await session.attempt(`Looking up the project ${project}`, async () => {
    try {
      return await api.request<Project>({ method: 'GET', url: `${urls.projects}/projects/${project}` });
    } catch (error) {
      if (isStatus(error, 403, 404) && hintProject(error, state) === null)
        throw new DeployError(
          `There is no project ${project}, or ${state.who} may not see it. \`gcloud projects list\` shows yours; provider.project takes the id, not the name.`,
        );
      throw error;
    }
  });
  if (found.state === 'DELETE_REQUESTED')
    throw new DeployError(
      `The project ${project} is being deleted. Take it back with \`gcloud projects undelete ${project}\`, or deploy to another.`,
    );
  return found.name.replace('projects/', '');
}

/** Tells of all APIs at once that are not enabled, before anything is made. Errors: DeployError. */
export async function checkApis(session: DeploySession, projectNumber: string): Promise<void> {
  const { api, state, service } = session;
  const parent = `projects/${projectNumber}`;
  const names = state.neededApis.map((name) => `names=${parent}/services/${name}.googleapis.com`).join('&');
  const answer = await api
    .request<{ services?: readonly ApiState[] }>({
      method: 'GET',
      url: `${urls.serviceUsage}/${parent}/services:batchGet?${names}`,
    })
    // Only helps to tell: who may not ask deploys all the same, and each API tells for itself.
    .catch((error: unknown) => {
      if (isStatus(error, 400, 403, 404)) return { services: [] };
      throw error;
    });
  const disabled = (answer.services ?? [])
    .filter(({ state }) => state === 'DISABLED')
    .map(({ config }) => config?.name?.replace('.googleapis.com', '') ?? '');
  if (disabled.length > 0)
    throw new DeployError(
      `These APIs are not enabled in the project ${service.project}: ${disabled.sort().join(', ')}.\n${enableApis(disabled, service.project)}`,
    );
}

/** Errors: DeployError for a region that has no Cloud Functions or Workflows. */
export async function checkRegion(session: DeploySession): Promise<void> {
  const { api, service } = session;
  const { project, region, functions, workflows } = service;
  const needed = [
    ...(functions.length > 0 ? [['Cloud Functions', urls.functions] as const] : []),
    ...(workflows.length > 0 ? [['Workflows', urls.workflows] as const] : []),
  ];
  for (const [product, url] of needed)
    await session.attempt(`Looking up the regions of ${product}`, async () => {
      const locations = await listAll<{ locationId: string }>(api, `${url}/projects/${project}/locations`, 'locations');
      const ids = locations.map(({ locationId }) => locationId).sort();
      if (ids.includes(region)) return;
      const near = ids.filter((id) => id.split('-')[0] === region.split('-')[0]);
      throw new DeployError(
        `${product} is not offered in ${region}. Choose another \`region\`: ${(near.length > 0 ? near : ids).join(', ')}.`,
      );
    });
}

export const parentOf = ({ service }: DeploySession): string => locationOf(service);
