import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
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
import { createStepFunctionsEngine } from './engine.ts';
import { type AwsEnvironment, readEnvironment } from './environment.ts';
import { createBilling } from './prices.ts';
import { createS3Client } from './storage-client.ts';
import { createS3Store } from './store.ts';
import { createS3Uploads } from './uploads.ts';
import { createS3Videos } from './videos.ts';

/** What each function works with: made once when it starts, from its environment. */

function openStorage(environment: AwsEnvironment): CloudStorage {
  const client = createS3Client(process.env);
  const { REELSIGHT_BUCKET: bucket, REELSIGHT_VIDEO_BUCKETS: videoBuckets } = environment;
  return {
    store: createS3Store({ client, bucket }),
    videos: createS3Videos({ client, bucket, videoBuckets }),
    uploads: createS3Uploads({ client, bucket }),
    billing: createBilling(environment),
  };
}

export function createPlanContext(environment = readEnvironment(process.env)) {
  const lambda = new LambdaClient({});
  return planContextOf(openStorage(environment), environment, environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, () =>
    findCapacity(lambda, environment.REELSIGHT_MAX_CONCURRENCY, environment.REELSIGHT_RESERVED),
  );
}

export const createWorkerContext = (environment = readEnvironment(process.env)) =>
  workerContextOf(openStorage(environment), environment, environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE);

export const createAssembleContext = (environment = readEnvironment(process.env)) =>
  assembleContextOf(openStorage(environment), environment, 'aws-step-functions');

/** For functions that start analyses and tell of them. */
export async function createStartContext(environment = readEnvironment(process.env)) {
  const stateMachineArn = environment.REELSIGHT_STATE_MACHINE_ARN;
  if (!stateMachineArn)
    throw new ReelsightError('environment', 'REELSIGHT_STATE_MACHINE_ARN is not set. Deploy the stack again.');
  const engine = createStepFunctionsEngine({ client: new SFNClient({}), stateMachineArn });
  return startContextOf(openStorage(environment), environment, engine);
}

export const createApiContext = async (environment = readEnvironment(process.env)) =>
  apiContextOf(await createStartContext(environment));

export const createFailContext = (environment = readEnvironment(process.env)) => openStorage(environment);
