import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listAll } from '../api/list-all.ts';
import { deleteAndWait, type Operation, waitFor } from '../api/operations.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { isStatus, whileUnknown } from '../api/wait.ts';
import { HASH_LABEL, isOwned, type Labels } from '../config/labels.ts';
import type { WorkflowSettings } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { type DeployedFunction, hashOf } from './function-body.ts';
import { refuseForeign } from './ownership.ts';
import { parentOf } from './project.ts';

export interface DeployedWorkflow {
  readonly name: string;
  readonly state?: string;
  readonly labels?: Labels;
  readonly revisionId?: string;
}

const UPDATE_MASK = 'description,labels,serviceAccount,sourceContents,callLogLevel,userEnvVars';

const urlOf = (session: DeploySession): string => `${urls.workflows}/${parentOf(session)}/workflows`;

/** All workflows in the region, by name. */
export const listWorkflows = (session: DeploySession): Promise<Map<string, DeployedWorkflow>> =>
  session.attempt('Listing the workflows', async () => {
    const found = await listAll<DeployedWorkflow>(session.api, urlOf(session), 'workflows');
    return new Map(found.map((workflow) => [workflow.name.split('/').at(-1)!, workflow]));
  });

export const ownedNames = (
  session: DeploySession,
  found: ReadonlyMap<string, { readonly labels?: Labels }>,
): string[] => [...found].filter(([, { labels }]) => isOwned(labels, session.service)).map(([name]) => name);

/** Reads the sources before anything is deployed. Errors: DeployError for one that is not there. */
export const readSources = async (
  serviceDir: string,
  workflows: readonly WorkflowSettings[],
): Promise<Map<string, string>> =>
  new Map(
    await Promise.all(
      workflows.map(async ({ key, source }): Promise<[string, string]> => {
        const text = await readFile(join(serviceDir, source), 'utf8').catch(() => {
          throw new DeployError(`workflows.${key}.source: ${source} cannot be read. Correct its name.`);
        });
        if (Buffer.byteLength(text) > 128 * 1024)
          throw new DeployError(`workflows.${key}.source: ${source} has over 128 KB, which Workflows does not take.`);
        return [key, text];
      }),
    ),
  );

export async function deployWorkflow(
  session: DeploySession,
  settings: WorkflowSettings,
  source: string,
  functions: ReadonlyMap<string, DeployedFunction>,
  found: DeployedWorkflow | null,
): Promise<void> {
  const { service, log, api } = session;
  if (found) refuseForeign('workflow', settings.name, found.labels, service);
  const body = describeWorkflow(session, settings, source, functions);
  if (found && found.state !== 'UNAVAILABLE' && found.labels?.[HASH_LABEL] === body.labels[HASH_LABEL]) {
    log.notice(`${settings.key}: unchanged`);
    return;
  }
  const name = `${parentOf(session)}/workflows/${settings.name}`;
  const patch = () =>
    api.request<Operation>({
      method: 'PATCH',
      url: `${urls.workflows}/${name}`,
      query: { updateMask: UPDATE_MASK },
      body,
    });
  const create = () =>
    api.request<Operation>({ method: 'POST', url: urlOf(session), query: { workflowId: settings.name }, body });
  const run = async (request: () => Promise<Operation>) =>
    waitFor(session, urls.workflows, await whileUnknown(session, [settings.account.email], request));
  await session.attempt(`Deploying the workflow ${settings.key} (${settings.source})`, async () => {
    if (found) return await run(patch);
    try {
      return await run(create);
    } catch (error) {
      // An earlier try made it meanwhile.
      if (!isStatus(error, 409)) throw error;
      return await run(patch);
    }
  });
  log.notice(`${settings.key}: ${found ? 'updated' : 'created'}`);
}

function describeWorkflow(
  { service }: DeploySession,
  settings: WorkflowSettings,
  sourceContents: string,
  functions: ReadonlyMap<string, DeployedFunction>,
) {
  const urlOfFunction = (key: string): string => {
    const uri = functions.get(key)?.serviceConfig?.uri;
    if (!uri) throw new DeployError(`The function ${key}, which ${settings.key} calls, has no URL yet. Deploy again.`);
    return uri;
  };
  const body = {
    description: settings.description,
    serviceAccount: `projects/${service.project}/serviceAccounts/${settings.account.email}`,
    sourceContents,
    callLogLevel: settings.callLogLevel ?? 'CALL_LOG_LEVEL_UNSPECIFIED',
    userEnvVars: Object.fromEntries(
      Object.entries(settings.environment).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : urlOfFunction(value.urlOf),
      ]),
    ),
    labels: service.labels,
  };
  return { ...body, labels: { ...body.labels, [HASH_LABEL]: hashOf(body) } };
}

export async function removeWorkflows(session: DeploySession, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await session.attempt(`Removing the workflow ${name}`, () =>
      deleteAndWait(session, urls.workflows, `${parentOf(session)}/workflows/${name}`),
    );
    session.log.notice(`Workflow ${name} removed`);
  }
}
