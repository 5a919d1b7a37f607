import { SHIPPED_HEADS } from '../../../models/shipped-heads.ts';
import { createWatcherLoader, ReelsightError } from '../../core/index.ts';
import {
  type ApiContext,
  type AssembleContext,
  openLibrary,
  type PlanContext,
  type StartContext,
  type WorkerContext,
} from '../../service/index.ts';
import { readModelFacts } from '../cloud-shared/models.ts';
import { openClassifiers, openFfmpeg } from '../cloud-shared/worker-tools.ts';
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

function openStorage(environment: GcpEnvironment) {
  const storage = createStorageClient(process.env);
  const { REELSIGHT_BUCKET: bucket, REELSIGHT_VIDEO_BUCKETS: videoBuckets } = environment;
  return {
    store: createGcsStore({ storage, bucket }),
    videos: createGcsVideos({ storage, bucket, videoBuckets }),
    uploads: createGcsUploads({ storage, bucket }),
    billing: createBilling(environment),
  };
}

export const createPlanContext = (environment = readEnvironment(process.env)): PlanContext => ({
  ...openStorage(environment),
  ffmpeg: openFfmpeg(environment.FFMPEG_PATH),
  chunkSeconds: environment.REELSIGHT_CHUNK_SECONDS,
  findCapacity: () => findCapacity(environment.REELSIGHT_MAX_CONCURRENCY),
});

export function createWorkerContext(environment = readEnvironment(process.env)): WorkerContext {
  const storage = openStorage(environment);
  return {
    ...storage,
    ffmpeg: openFfmpeg(environment.FFMPEG_PATH),
    classifiers: openClassifiers(environment.REELSIGHT_MODELS),
    watchers: createWatcherLoader(openLibrary(storage.store)),
  };
}

export const createAssembleContext = async (environment = readEnvironment(process.env)): Promise<AssembleContext> => ({
  ...openStorage(environment),
  models: await readModelFacts(environment.REELSIGHT_MODELS),
  shippedHeads: SHIPPED_HEADS,
  engine: 'google-workflows',
});

/** For functions that start analyses and tell of them. */
async function createServiceContext(environment: GcpEnvironment) {
  const workflow = environment.REELSIGHT_WORKFLOW;
  if (!workflow) throw new ReelsightError('environment', 'REELSIGHT_WORKFLOW is not set. Deploy the stack again.');
  const models = await readModelFacts(environment.REELSIGHT_MODELS);
  const storage = openStorage(environment);
  const api = createGoogleApi({ endpoint: environment.REELSIGHT_API_ENDPOINT });
  return {
    ...storage,
    engine: createWorkflowsEngine({ api, store: storage.store, workflow }),
    models,
    shippedHeads: SHIPPED_HEADS,
  };
}

export const createStartContext = (environment = readEnvironment(process.env)): Promise<StartContext> =>
  createServiceContext(environment);

export const createApiContext = async (environment = readEnvironment(process.env)): Promise<ApiContext> => ({
  ...(await createServiceContext(environment)),
  logError: (error) => console.error(error),
});

export const createFailContext = (environment = readEnvironment(process.env)) => openStorage(environment);
