import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { parse } from 'yaml';
import { ensureModel } from '../../models/ensure.ts';
import { createApiContext } from '../../src/adapters/aws/context.ts';
import { readEnvironment } from '../../src/adapters/aws/environment.ts';
import { toStepError } from '../../src/adapters/aws/step-errors.ts';
import { createS3Store } from '../../src/adapters/aws/store.ts';
import { type ApiContext, createApi } from '../../src/service/index.ts';
import { startLocalStack } from '../../tools/local-aws/local-stack.ts';
import type { FunctionAnswer } from '../../tools/local-aws/state-machine/index.ts';
import type { Call, CloudStack, CloudUnderTest } from '../contract/cloud-stack.ts';
import { createApiClient } from './api-client.ts';
import { makeFolder, testFfmpeg } from './clips.ts';
import { TEST_CACHE } from './command-line.ts';
import { readDeployedRoles } from './deployed-roles.ts';
import { createLambdaInstances } from './lambda-instances.ts';
import { createScenarios } from './scenarios.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const MACHINE = join(HERE, '../../src/adapters/aws/state-machine.yml');
const BUCKET = 'reelsight-test';
const REGION = 'us-east-1';
/** Retries are the definition's; the minutes between them are not what is tested. */
const RATE = 200;

/** The functions by their logical ids. */
const FUNCTIONS = new Map([
  ['PlanLambdaFunction', 'plan'],
  ['AnalyzeChunkLambdaFunction', 'analyze-chunk'],
  ['AssembleLambdaFunction', 'assemble'],
  ['FailLambdaFunction', 'fail'],
]);
const API = 'api';
const ON_UPLOAD = 'on-upload';

/** The whole of AWS that the product uses, on the loopback interface, with the real handlers and the real definition. */
export async function openAwsStack(): Promise<CloudStack<FunctionAnswer>> {
  const folder = await makeFolder();
  const models = join(folder.path, 'models');
  await mkdir(models);
  const { modelPath } = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE });
  await symlink(modelPath, join(models, '0-safety.onnx'));
  await symlink(modelPath.replace(/\.onnx$/, '.json'), join(models, '0-safety.json'));
  const ffmpeg = await testFfmpeg();
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH };
  const scenarios = createScenarios<FunctionAnswer>();

  // The store holds each function to its role by this name.
  const instances = createLambdaInstances((name) => ({ ...environment, AWS_ACCESS_KEY_ID: name }));

  const invokeFunction = (name: string, payload: unknown): Promise<FunctionAnswer> =>
    scenarios.call({ step: stepOf(name), index: (payload as { index?: number }).index ?? null }, payload, (onProcess) =>
      instances.invoke(name, payload, onProcess),
    );

  const stack = await startLocalStack({
    folder: join(folder.path, 'store'),
    region: REGION,
    bucket: BUCKET,
    machineName: 'reelsight-test',
    definition: parse(readFileSync(MACHINE, 'utf8'), { merge: true }),
    functionNames: FUNCTIONS,
    statements: await readDeployedRoles({ region: REGION, bucket: BUCKET }, [...FUNCTIONS.values(), ON_UPLOAD, API]),
    invokeFunction,
    onUpload: async (event) => void (await invokeFunction(ON_UPLOAD, event)),
    onRefused: scenarios.refuse,
    intercept: scenarios.intercept,
    rate: RATE,
  });
  Object.assign(environment, {
    REELSIGHT_BUCKET: BUCKET,
    REELSIGHT_STATE_MACHINE_ARN: stack.stateMachineArn,
    REELSIGHT_MODELS: models,
    REELSIGHT_CHUNK_SECONDS: '3',
    REELSIGHT_MAX_CONCURRENCY: '2',
    FFMPEG_PATH: ffmpeg.path,
    FFPROBE_PATH: ffmpeg.ffprobePath,
    AWS_REGION: REGION,
    // The API runs in this process.
    AWS_ACCESS_KEY_ID: API,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: stack.storeUrl,
    AWS_ENDPOINT_URL_SFN: stack.stepFunctionsUrl,
    // Nobody tells how much the account may run.
    AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:9',
    AWS_MAX_ATTEMPTS: '1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  // The SDK reads the process's own environment.
  Object.assign(process.env, environment);
  const context: ApiContext = await createApiContext(readEnvironment(environment));
  const api = createApi(context);
  return {
    ...createApiClient((path, init) => api.request(path, init)),
    begin: scenarios.begin,
    restartFunctions: () => instances.restart(),
    store: createS3Store({ client: stack.client, bucket: BUCKET }),
    async put(key, bytes) {
      await stack.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bytes }));
      return `s3://${BUCKET}/${key}`;
    },
    async close() {
      await instances.restart();
      await stack.close();
      await folder.remove();
      scenarios.assertAllowed();
    },
  };
}

/** `analyze-chunk` -> `analyzeChunk` */
const stepOf = (name: string): Call['step'] =>
  name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as Call['step'];

const failed = (errorType: string, errorMessage: string): FunctionAnswer => ({ error: { errorType, errorMessage } });

export const aws: CloudUnderTest<FunctionAnswer> = {
  name: 'AWS',
  engine: 'aws-step-functions',
  open: openAwsStack,
  turnAway() {
    throw Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
  },
  thrown(error) {
    const { name, message } = toStepError(error);
    return { error: { errorType: name, errorMessage: message } };
  },
  ended: {
    outOfMemory: { answer: failed('Runtime.OutOfMemory', 'signal: killed'), tries: 2 },
    outOfTime: { answer: failed('Sandbox.Timedout', 'Task timed out after 900.00 seconds'), tries: 2 },
    faulty: { answer: failed('Lambda.ServiceException', 'The service failed.'), tries: 5 },
  },
  expired: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  busy: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
};
