import { listAll } from '../api/list-all.ts';
import { mapSome } from '../api/map-some.ts';
import { deleteAndWait, type Operation } from '../api/operations.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { isStatus, looksIn, orNull, pause, whileUnknown } from '../api/wait.ts';
import { HASH_LABEL, isOwned } from '../config/labels.ts';
import type { FunctionSettings } from '../config/service.ts';
import type { FunctionPackage } from '../package/package-functions.ts';
import { type DeployedFunction, describeFunction, updateMaskOf } from './function-body.ts';
import { waitForFunction } from './function-progress.ts';
import { refuseForeign } from './ownership.ts';
import { parentOf } from './project.ts';
import { uploadSource } from './upload-source.ts';

export type Outcome = 'created' | 'updated' | 'unchanged';

const urlOf = (session: DeploySession): string => `${urls.functions}/${parentOf(session)}/functions`;

/** All functions in the region, by name. */
export const listFunctions = (session: DeploySession): Promise<Map<string, DeployedFunction>> =>
  session.attempt('Listing the functions', async () => {
    const found = await listAll<DeployedFunction>(session.api, urlOf(session), 'functions');
    return new Map(found.map((deployed) => [deployed.name.split('/').at(-1)!, deployed]));
  });

/** Those in the YAML, by key. */
export async function findDeployed(session: DeploySession): Promise<Map<string, DeployedFunction>> {
  const all = await listFunctions(session);
  return new Map(
    session.service.functions.flatMap(({ key, name }): [string, DeployedFunction][] => {
      const found = all.get(name);
      return found && isOwned(found.labels, session.service) ? [[key, found]] : [];
    }),
  );
}

/**
 * Deploys one function, unless it is there as it should be. What an earlier try left half done is waited for, then put right.
 * `found`: as it is deployed; null for a new one.
 */
export async function deployFunction(
  session: DeploySession,
  settings: FunctionSettings,
  source: FunctionPackage,
  options: { found: DeployedFunction | null; isForced: boolean; tell: (text: string) => void },
): Promise<Outcome> {
  const { service } = session;
  const body = describeFunction(service, settings, source.sha256);
  let found = await settled(session, settings, options.found, options.tell);
  if (found) refuseForeign('function', settings.name, found.labels, service);
  const isUnchanged = found?.state === 'ACTIVE' && found.labels?.[HASH_LABEL] === body.labels[HASH_LABEL];
  if (isUnchanged && !options.isForced) return 'unchanged';
  if (found && Boolean(found.eventTrigger) !== Boolean(settings.trigger)) {
    // A function that answers HTTP cannot become one that events start, nor the other way round.
    options.tell('removing, to make it again with another kind of trigger');
    await deleteAndWait(session, urls.functions, found.name);
    found = null;
  }
  const outcome = found ? 'updated' : 'created';
  for (let tries = 0; ; tries += 1) {
    try {
      options.tell('uploading');
      const storageSource = await uploadSource(session, source.zipPath);
      const sent = { ...body, buildConfig: { ...body.buildConfig, source: { storageSource } } };
      const operation = await whileUnknown(session, [settings.account.email], () =>
        session.api.request<Operation>(
          found
            ? {
                method: 'PATCH',
                url: `${urls.functions}/${body.name}`,
                query: { updateMask: updateMaskOf(settings) },
                body: sent,
              }
            : { method: 'POST', url: urlOf(session), query: { functionId: settings.name }, body: sent },
        ),
      );
      options.tell('building');
      await waitForFunction(session, operation, options.tell);
      return outcome;
    } catch (error) {
      if (!maySoonWork(error) || tries >= looksIn(300)) throw error;
    }
    await pause(session, tries);
    found = await settled(session, settings, await getFunction(session, body.name), options.tell);
  }
}

/**
 * Something goes on with the function still; or the service agent of Eventarc, which Google makes when a project first
 * uses it, is not known everywhere yet. Google tells the latter by words alone.
 */
const maySoonWork = (error: unknown): boolean =>
  isStatus(error, 409) || (isStatus(error, 400, 403) && /Eventarc Service Agent/i.test(error.message));

const getFunction = ({ api }: DeploySession, name: string): Promise<DeployedFunction | null> =>
  orNull(api.request<DeployedFunction>({ method: 'GET', url: `${urls.functions}/${name}` }));

/** Waits while an earlier deployment goes on, in another terminal or after this one was broken off. */
async function settled(
  session: DeploySession,
  { key }: FunctionSettings,
  found: DeployedFunction | null,
  tell: (text: string) => void,
): Promise<DeployedFunction | null> {
  let current = found;
  for (let looks = 0; current?.state === 'DEPLOYING' || current?.state === 'DELETING'; looks += 1) {
    if (looks === 0) session.log.notice(`${key}: waiting for what goes on already (${current.state.toLowerCase()})`);
    tell('waiting for an earlier deployment');
    await pause(session, looks);
    current = await getFunction(session, current.name);
  }
  return current;
}

/** Removes functions by their names. */
export async function removeFunctions(session: DeploySession, names: readonly string[]): Promise<void> {
  await mapSome(names, 4, async (name) => {
    await session.attempt(`Removing the function ${name}`, () =>
      deleteAndWait(session, urls.functions, `${parentOf(session)}/functions/${name}`),
    );
    session.log.notice(`Function ${name} removed`);
  });
}
