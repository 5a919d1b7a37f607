import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { parse } from 'yaml';
import { ensureModel } from '../../models/ensure.ts';
import { createApiContext } from '../../src/adapters/aws/context.ts';
import { readEnvironment } from '../../src/adapters/aws/environment.ts';
import { startLocalStack } from '../../src/adapters/aws/offline/local-stack.ts';
import type { InterceptedRequest, Interception } from '../../src/adapters/aws/offline/object-store/server.ts';
import type { FunctionAnswer } from '../../src/adapters/aws/offline/state-machine/index.ts';
import { createS3Store } from '../../src/adapters/aws/store.ts';
import type { Report } from '../../src/core/index.ts';
import { type ApiContext, createApi } from '../../src/service/index.ts';
import { makeFolder, testFfmpeg } from './clips.ts';
import { TEST_CACHE } from './command-line.ts';
import { readDeployedRoles } from './deployed-roles.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const HANDLERS = join(HERE, '../../src/adapters/aws/handlers');
const MACHINE = join(HERE, '../../src/adapters/aws/state-machine.yml');
const BUCKET = 'reelsight-test';
const REGION = 'us-east-1';

/** The functions by their logical ids; each is called in a process of its own. */
const FUNCTIONS = new Map([
  ['PlanLambdaFunction', 'plan'],
  ['AnalyzeChunkLambdaFunction', 'analyze-chunk'],
  ['AssembleLambdaFunction', 'assemble'],
  ['FailLambdaFunction', 'fail'],
]);
const API = 'api';
const ON_UPLOAD = 'on-upload';

export interface Call {
  readonly name: string;
  readonly payload: { readonly id: string; readonly index?: number };
  /** From 1: how often this function was called with this payload. */
  readonly time: number;
}

export interface Faults {
  /** Before a function is called: may throw as AWS does, call it more often, or wait. */
  readonly onCall?: (call: Call, invoke: () => Promise<FunctionAnswer>) => Promise<FunctionAnswer> | undefined;
  /** Once its process runs. */
  readonly onProcess?: (call: Call, child: ChildProcess) => void;
  readonly intercept?: (request: InterceptedRequest) => Interception | undefined;
  /** Whether a role may turn a function away; otherwise that fails the test when the stack is closed. */
  readonly mayRefuse?: boolean;
}

/** The whole of AWS that the product uses, on the loopback interface, with the real handlers and the real definition. */
export async function openAwsStack(faults: Faults = {}) {
  const folder = await makeFolder();
  const models = join(folder.path, 'models');
  await mkdir(models);
  const { modelPath } = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: TEST_CACHE });
  await symlink(modelPath, join(models, '0-safety.onnx'));
  await symlink(modelPath.replace(/\.onnx$/, '.json'), join(models, '0-safety.json'));
  const ffmpeg = await testFfmpeg();
  const environment: NodeJS.ProcessEnv = { PATH: process.env.PATH };
  const times = new Map<string, number>();
  const refused: string[] = [];

  const callOnce = (call: Call): Promise<FunctionAnswer> =>
    new Promise((resolve) => {
      const child = fork(join(HERE, 'invoke-handler.ts'), [join(HANDLERS, `${call.name}.ts`)], {
        env: { ...environment, AWS_ACCESS_KEY_ID: call.name },
        execArgv: ['--import', 'tsx'],
        serialization: 'json',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      let answer: FunctionAnswer | null = null;
      child.on('message', (message) => {
        answer = message as FunctionAnswer;
      });
      child.once('close', (_, signal) =>
        resolve(
          answer ?? { error: { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${signal}` } },
        ),
      );
      child.send(call.payload);
      faults.onProcess?.(call, child);
    });

  const invokeFunction = async (name: string, payload: unknown): Promise<FunctionAnswer> => {
    const key = `${name} ${JSON.stringify(payload)}`;
    times.set(key, (times.get(key) ?? 0) + 1);
    const call = { name, payload: payload as Call['payload'], time: times.get(key)! };
    return (await faults.onCall?.(call, () => callOnce(call))) ?? callOnce(call);
  };

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
    onRefused: (message) => refused.push(message),
    ...(faults.intercept && { intercept: faults.intercept }),
    haste: 20,
  });
  Object.assign(environment, {
    REELSIGHT_BUCKET: BUCKET,
    REELSIGHT_STATE_MACHINE_ARN: stack.stateMachineArn,
    REELSIGHT_MODELS: models,
    REELSIGHT_CHUNK_SECONDS: '3',
    REELSIGHT_MAX_CONCURRENCY: '2',
    FFMPEG_PATH: ffmpeg.path,
    AWS_REGION: REGION,
    // The store holds each function to its role by this name; the API runs in this process.
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
  const ask = async (method: string, path: string, body?: object): Promise<never> => {
    const response = await api.request(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const json = await response.json();
    // The store is busy: clients come back, and so does this one.
    if (response.status === 503) return wait(200).then(() => ask(method, path, body));
    // An answer that is no answer would be waited on for ever.
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(json)}`);
    return json as never;
  };
  return {
    api,
    context,
    times,
    /** What the roles did not allow. */
    refused,
    invokeFunction,
    /** As the user of this machine, who may do everything. */
    store: createS3Store({ client: stack.client, bucket: BUCKET }),
    /** Puts a file into the bucket; returns its address. */
    async put(key: string, path: string): Promise<string> {
      await stack.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: readFileSync(path) }));
      return `s3://${BUCKET}/${key}`;
    },
    start: async (video: string) => (await ask('POST', '/v1/analyses', { video })) as { id: string; attempt: number },
    cancel: async (id: string) => (await ask('DELETE', `/v1/analyses/${id}`)) as Status,
    report: async (id: string) => (await ask('GET', `/v1/analyses/${id}/report.json`)) as Report,
    /** Waits until the analysis is over. */
    async wait(id: string): Promise<Status> {
      for (;;) {
        const status = (await ask('GET', `/v1/analyses/${id}`)) as Status;
        if (['succeeded', 'failed', 'cancelled'].includes(status.status)) return status;
        await wait(200);
      }
    },
    async close() {
      await stack.close();
      await folder.remove();
      if (!faults.mayRefuse && refused.length > 0) throw new Error(`Refused: ${[...new Set(refused)].join('; ')}`);
    },
  };
}

export interface Status {
  readonly id: string;
  readonly attempt: number;
  readonly status: string;
  readonly progress: { readonly chunksDone: number; readonly chunksTotal: number | null; readonly share: number };
  readonly cost: { readonly gbSeconds: number; readonly estimatedUsd: number };
  readonly error: { kind: string; message: string; chunks: { index: number; startFrame: number }[] } | null;
  readonly notes: readonly { code: string; message: string }[];
}
