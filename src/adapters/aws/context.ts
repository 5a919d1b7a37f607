import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
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
import { createStepFunctionsEngine } from './engine.ts';
import { type AwsEnvironment, readEnvironment } from './environment.ts';
import { createBilling } from './prices.ts';
import { createS3Client } from './storage-client.ts';
import { createS3Store } from './store.ts';
import { createS3Uploads } from './uploads.ts';
import { createS3Videos } from './videos.ts';

/** What each function works with: made once when it starts, from its environment. */

function openStorage(environment: AwsEnvironment) {
  const client = createS3Client(process.env);
  const { REELSIGHT_BUCKET: bucket, REELSIGHT_VIDEO_BUCKETS: videoBuckets } = environment;
  return {
    store: createS3Store({ client, bucket }),
    videos: createS3Videos({ client, bucket, videoBuckets }),
    uploads: createS3Uploads({ client, bucket }),
    billing: createBilling(environment),
  };
}

export function createPlanContext(environment = readEnvironment(process.env)): PlanContext {
  const lambda = new LambdaClient({});
  return {
    ...openStorage(environment),
    ffmpeg: openFfmpeg(environment.FFMPEG_PATH),
    chunkSeconds: environment.REELSIGHT_CHUNK_SECONDS,
    findCapacity: () => findCapacity(lambda, environment.REELSIGHT_MAX_CONCURRENCY, environment.REELSIGHT_RESERVED),
  };
}

export function createWorkerContext(environment = readEnvironment(process.env)): WorkerContext {
  const storage = openStorage(environment);
  return {
    ...storage,
    ffmpeg: openFfmpeg(environment.FFMPEG_PATH),
    classifiers: openClassifiers(environment.REELSIGHT_MODELS),
    watchers: createWatcherLoader(openLibrary(storage.store)),
  };
}

export async function createAssembleContext(environment = readEnvironment(process.env)): Promise<AssembleContext> {
  return {
    ...openStorage(environment),
    models: await readModelFacts(environment.REELSIGHT_MODELS),
    shippedHeads: SHIPPED_HEADS,
    engine: 'aws-step-functions',
  };
}

/** For functions that start analyses and tell of them. */
async function createServiceContext(environment: AwsEnvironment) {
  const stateMachineArn = environment.REELSIGHT_STATE_MACHINE_ARN;
  if (!stateMachineArn)
    throw new ReelsightError('environment', 'REELSIGHT_STATE_MACHINE_ARN is not set. Deploy the stack again.');
  const models = await readModelFacts(environment.REELSIGHT_MODELS);
  return {
    ...openStorage(environment),
    engine: createStepFunctionsEngine({ client: new SFNClient({}), stateMachineArn }),
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
