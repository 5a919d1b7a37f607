import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { inspectFfmpeg, ReelsightError } from '../../core/index.ts';
import type { ApiContext, AssembleContext, PlanContext, StartContext, WorkerContext } from '../../service/index.ts';
import { findCapacity } from './capacity.ts';
import { type AwsEnvironment, parseEnvironment } from './environment.ts';
import { loadClassifiers, readModelFacts } from './models.ts';
import { createBilling } from './prices.ts';
import { createS3Client } from './s3-client.ts';
import { createS3Store } from './s3-store.ts';
import { createS3Uploads } from './s3-uploads.ts';
import { createS3Videos } from './s3-videos.ts';
import { createStepFunctionsEngine } from './step-functions.ts';

/** What each function works with: made once when it starts, from its environment. */

/** What ffmpeg sees of the environment: no credential. */
const FFMPEG_ENVIRONMENT = { AV_LOG_FORCE_NOCOLOR: '1' };

/** Does something the first time it is asked for, and again after a failure. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = null;
      throw error;
    });
    return result;
  };
}

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

export function createPlanContext(environment = parseEnvironment(process.env)): PlanContext {
  const lambda = new LambdaClient({});
  return {
    ...openStorage(environment),
    ffmpeg: once(() => inspectFfmpeg(environment.FFMPEG_PATH, FFMPEG_ENVIRONMENT)),
    chunkSeconds: environment.REELSIGHT_CHUNK_SECONDS,
    findCapacity: () => findCapacity(lambda, environment.REELSIGHT_MAX_CONCURRENCY, environment.REELSIGHT_RESERVED),
  };
}

export function createWorkerContext(environment = parseEnvironment(process.env)): WorkerContext {
  return {
    ...openStorage(environment),
    ffmpeg: once(() => inspectFfmpeg(environment.FFMPEG_PATH, FFMPEG_ENVIRONMENT)),
    classifiers: once(() => loadClassifiers(environment.REELSIGHT_MODELS)),
  };
}

export async function createAssembleContext(environment = parseEnvironment(process.env)): Promise<AssembleContext> {
  return {
    ...openStorage(environment),
    models: await readModelFacts(environment.REELSIGHT_MODELS),
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
    models: models.map(({ name, sha256 }) => ({ name, sha256 })),
  };
}

export const createStartContext = (environment = parseEnvironment(process.env)): Promise<StartContext> =>
  createServiceContext(environment);

export const createApiContext = async (environment = parseEnvironment(process.env)): Promise<ApiContext> => ({
  ...(await createServiceContext(environment)),
  logError: (error) => console.error(error),
});

export const createFailContext = (environment = parseEnvironment(process.env)) => openStorage(environment);
