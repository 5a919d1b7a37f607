import { isDeepStrictEqual } from 'node:util';
import { listAll } from '../api/list-all.ts';
import { mapSome } from '../api/map-some.ts';
import type { DeploySession } from '../api/session.ts';
import { urls } from '../api/urls.ts';
import { isStatus, orNull } from '../api/wait.ts';
import { isOwned, type Labels } from '../config/labels.ts';
import type { BucketSettings } from '../config/service.ts';
import { DeployError } from '../errors/deploy-error.ts';
import { refuseForeign } from './ownership.ts';

interface Bucket {
  readonly name: string;
  readonly location?: string;
  readonly projectNumber?: string;
  readonly labels?: Labels;
  readonly lifecycle?: { readonly rule?: readonly unknown[] } | null;
  readonly cors?: readonly unknown[];
  readonly iamConfiguration?: {
    readonly uniformBucketLevelAccess?: { readonly enabled?: boolean };
    readonly publicAccessPrevention?: string;
  };
}

const urlOf = (name: string): string => `${urls.storage}/b/${name}`;

export async function ensureBuckets(session: DeploySession, projectNumber: string): Promise<void> {
  for (const settings of session.service.buckets)
    await session.attempt(`Setting up the bucket ${settings.name}`, () =>
      ensureBucket(session, projectNumber, settings),
    );
}

async function ensureBucket(session: DeploySession, projectNumber: string, settings: BucketSettings): Promise<void> {
  const { api, service, log } = session;
  const { name, location } = settings;
  const found = await findBucket(session, name);
  const wanted = describeBucket(settings, service.labels);
  if (!found) {
    const { project } = service;
    await api.request({
      method: 'POST',
      url: `${urls.storage}/b`,
      query: { project },
      body: { name, location, ...wanted },
    });
    log.notice(`Bucket ${name} created in ${location}`);
    return;
  }
  if (found.projectNumber !== undefined && found.projectNumber !== projectNumber) throw isTaken(name);
  refuseForeign('bucket', name, found.labels, service);
  if (found.location?.toLowerCase() !== location.toLowerCase())
    throw new DeployError(
      `The bucket ${name} lies in ${found.location?.toLowerCase()}, and no bucket can be moved; \`location\` says ${location}. Write \`location: ${found.location?.toLowerCase()}\`, or choose another name.`,
    );
  if (isAsWanted(found, wanted)) return;
  await api.request({ method: 'PATCH', url: urlOf(name), body: wanted });
  log.notice(`Bucket ${name} updated`);
}

/** Names of buckets are the world's: one that we may not see is somebody else's. */
async function findBucket(session: DeploySession, name: string): Promise<Bucket | null> {
  try {
    return await orNull(session.api.request<Bucket>({ method: 'GET', url: urlOf(name) }));
  } catch (error) {
    if (isStatus(error, 403) && error.reason === 'forbidden' && (await mayListBuckets(session))) throw isTaken(name);
    throw error;
  }
}

const mayListBuckets = async ({ api, service }: DeploySession): Promise<boolean> =>
  await api
    .request({ method: 'GET', url: `${urls.storage}/b`, query: { project: service.project, maxResults: 1 } })
    .then(
      () => true,
      () => false,
    );

const isTaken = (name: string): DeployError =>
  new DeployError(
    `The name ${name} is taken by a bucket of another project: names of buckets are shared by everybody. Choose another, for example with the id of the project in it.`,
  );

const describeBucket = ({ lifecycle, cors }: BucketSettings, labels: Labels) => ({
  labels,
  lifecycle: lifecycle.length > 0 ? { rule: lifecycle } : null,
  cors,
  // Conditions of roles need uniform access; and no object is ever public.
  iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: 'enforced' },
});

function isAsWanted(found: Bucket, wanted: ReturnType<typeof describeBucket>): boolean {
  const { uniformBucketLevelAccess, publicAccessPrevention } = found.iamConfiguration ?? {};
  return (
    isDeepStrictEqual(found.lifecycle?.rule ?? [], wanted.lifecycle?.rule ?? []) &&
    isDeepStrictEqual(found.cors ?? [], wanted.cors) &&
    Object.entries(wanted.labels).every(([label, value]) => found.labels?.[label] === value) &&
    uniformBucketLevelAccess?.enabled === true &&
    publicAccessPrevention === 'enforced'
  );
}

/** Names of the buckets that belong to the service. */
export const findBuckets = (session: DeploySession): Promise<string[]> =>
  session.attempt('Listing the buckets', async () => {
    const { project } = session.service;
    const found = await listAll<Bucket>(session.api, `${urls.storage}/b`, 'items', { project });
    return found.filter(({ labels }) => isOwned(labels, session.service)).map(({ name }) => name);
  });

/**
 * Deletes a bucket that belongs to the service. One that holds objects is kept, unless the YAML says `retain: false`.
 * Says whether it is gone.
 */
export const removeBucket = (session: DeploySession, name: string): Promise<boolean> =>
  session.attempt(`Removing the bucket ${name}`, async () => {
    const { api, service, log } = session;
    const isRetained = service.buckets.find((bucket) => bucket.name === name)?.retain ?? true;
    if (!isRetained) await emptyBucket(session, name);
    try {
      await orNull(api.request({ method: 'DELETE', url: urlOf(name) }));
    } catch (error) {
      if (!isStatus(error, 409)) throw error;
      log.warning(
        `The bucket ${name} holds objects and is kept. Delete it with all of them: \`gcloud storage rm --recursive gs://${name}\``,
      );
      return false;
    }
    log.notice(`Bucket ${name} removed`);
    return true;
  });

async function emptyBucket({ api }: DeploySession, name: string): Promise<void> {
  const objects = await listAll<{ name: string; generation: string }>(api, `${urlOf(name)}/o`, 'items', {
    versions: true,
  });
  await mapSome(objects, 16, ({ name: object, generation }) =>
    orNull(
      api.request({ method: 'DELETE', url: `${urlOf(name)}/o/${encodeURIComponent(object)}`, query: { generation } }),
    ),
  );
}
