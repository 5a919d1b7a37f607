import { ReelsightError } from '../../core/index.ts';
import {
  apiContextOf,
  assembleContextOf,
  type CloudStorage,
  planContextOf,
  startContextOf,
  workerContextOf,
} from '../cloud-shared/contexts.ts';
import { findCapacity } from './capacity.ts';
import { createWorkflowsEngine } from './engine.ts';
import { type GcpEnvironment, readEnvironment } from './environment.ts';
import { createGoogleApi } from './google-api.ts';
import { createBilling } from './prices.ts';
import { createStorageClient } from './storage-client.ts';
import { createGcsStore } from './store.ts';
import { createGcsUploads } from './uploads.ts';
import { createGcsVideos } from './videos.ts';

/** What each function works with: made once when it starts, from its environment. */

function openStorage(environment: GcpEnvironment): CloudStorage {
  const storage = createStorageClient(process.env);
  const { REELSIGHT_BUCKET: bucket, REELSIGHT_VIDEO_BUCKETS: videoBuckets } = environment;
  return {
    store: createGcsStore({ storage, bucket }),
    videos: createGcsVideos({ storage, bucket, videoBuckets }),
    uploads: createGcsUploads({ storage, bucket }),
    billing: createBilling(environment),
  };
}

export const createPlanContext = (environment = readEnvironment(process.env)) =>
  planContextOf(openStorage(environment), environment, environment.REELSIGHT_MEMORY_GIB * 1024, () =>
    findCapacity(environment.REELSIGHT_MAX_CONCURRENCY),
  );

export const createWorkerContext = (environment = readEnvironment(process.env)) =>
  workerContextOf(openStorage(environment), environment, environment.REELSIGHT_MEMORY_GIB * 1024);

export const createAssembleContext = (environment = readEnvironment(process.env)) =>
  assembleContextOf(openStorage(environment), environment, 'google-workflows');

/** For functions that start analyses and tell of them. */
export async function createStartContext(environment = readEnvironment(process.env)) {
  const workflow = environment.REELSIGHT_WORKFLOW;
  if (!workflow) throw new ReelsightError('environment', 'REELSIGHT_WORKFLOW is not set. Deploy the stack again.');
  const storage = openStorage(environment);
  const api = createGoogleApi({ endpoint: environment.REELSIGHT_API_ENDPOINT });
  const engine = createWorkflowsEngine({ api, store: storage.store, workflow });
  return startContextOf(storage, environment, engine);
}

export const createApiContext = async (environment = readEnvironment(process.env)) =>
  apiContextOf(await createStartContext(environment));

export const createFailContext = (environment = readEnvironment(process.env)) => openStorage(environment);
