import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Storage } from '@google-cloud/storage';
import { createStorageClient } from '../../src/adapters/gcp/storage-client.ts';
import type { Ffmpeg } from '../../src/core/index.ts';
import { findFreePort } from '../local-shared/free-port.ts';
import type { FunctionSettings, FunctionSource, Service } from '../serverless-google/src/index.ts';
import { createUploadEvents } from './events.ts';
import type { WorldPorts } from './executions/executions.ts';
import { createExecutionsServer } from './executions-server.ts';
import { createFunctionServer, type FunctionServerOptions } from './functions/function-server.ts';
import type { DeployedFunction } from './functions/instance.ts';
import { createObjectStoreServer, type InterceptedRequest, type Interception } from './object-store/server.ts';
import { createPolicyCheck, type RoleBinding } from './policies.ts';
import { accountOfToken, createAccountKey, issueIdToken } from './tokens.ts';
import { loadWorkflow, sendHttp } from './workflow/index.ts';

export interface LocalStackOptions extends Pick<FunctionServerOptions, 'onLine' | 'onCall' | 'onDispatch'> {
  /** Keeps the objects and the keys of the accounts. */
  readonly folder: string;
  readonly service: Service;
  /** Where the workflow's source is named from. */
  readonly serviceDir: string;
  readonly sources: ReadonlyMap<string, Pick<FunctionSource, 'folder'>>;
  /** Of this machine. */
  readonly ffmpeg: Pick<Ffmpeg, 'path' | 'ffprobePath'>;
  readonly workers: number;
  /** Of the API. 0: any that is free. */
  readonly port: number;
  readonly onEvent?: WorldPorts['onEvent'];
  /** Told of each request that an account's roles do not allow. */
  readonly onRefused?: (message: string) => void;
  /** Faults to show. */
  readonly intercept?: ((request: InterceptedRequest) => Interception | undefined) | undefined;
  /** Seconds before a retry are divided by this: nobody waits for a quota here. Default 10. */
  readonly rate?: number;
}

export interface LocalStack {
  readonly apiUrl: string;
  readonly storeUrl: string;
  readonly bucket: string;
  /** For the user of this machine, who may do everything. */
  readonly storage: Storage;
  close(): Promise<void>;
}

/** Functions other than the workers that Cloud Run would start more of; here they only wait for each other. */
const MAX_OTHERS = 2;
const USER = 'you@local.iam.gserviceaccount.com';
/** Where Google puts the source of a function. */
const WORKSPACE = '/workspace/';

/** Starts what Google gives a deployment: the bucket, the functions from their sources, the workflow from its YAML. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { folder, service, sources, workers, rate = 10 } = options;
  await mkdir(join(folder, 'objects'), { recursive: true });
  const [bucket] = service.buckets;
  const [workflow] = service.workflows;
  if (!bucket || !workflow) throw new Error('The configuration has no bucket or no workflow.');
  const checkPolicy = createPolicyCheck(
    new Map(service.functions.map((settings) => [settings.account.email, bindingsOf(settings, bucket.key)])),
  );
  const events = createUploadEvents(
    service.functions.filter(({ trigger }) => trigger?.bucket === bucket.name),
    (key, request) => functions.call(key, request),
    (message) => options.onLine('events', message),
  );
  const store = await createObjectStoreServer({
    folder: join(folder, 'objects'),
    async intercept(request) {
      const refusal = checkPolicy(request);
      if (refusal) options.onRefused?.(refusal.message);
      return refusal ?? options.intercept?.(request);
    },
    onCreated: events.tell,
  });
  const storage = createStorageClient(
    { REELSIGHT_STORAGE_ENDPOINT: store.url },
    { projectId: service.project, credentials: JSON.parse(createAccountKey(USER, store.url)) },
  );
  await storage.createBucket(bucket.name);

  // The workflow calls the functions, and they start it: one address must be known before it is there.
  const enginePort = await findFreePort();
  const source = await readFile(join(options.serviceDir, workflow.source), 'utf8');
  const start = async (settings: FunctionSettings): Promise<DeployedFunction> => {
    const keyFile = join(folder, `${settings.key}.json`);
    await writeFile(keyFile, createAccountKey(settings.account.email, store.url), { mode: 0o600 });
    const { folder: source } = sources.get(settings.key)!;
    const isWorker = settings.key === 'analyzeChunk';
    return {
      ...settings,
      folder: source,
      signature: settings.trigger ? 'cloudevent' : 'http',
      maxInstances: isWorker ? workers : Math.min(settings.maxInstances, MAX_OTHERS),
      environment: {
        ...Object.fromEntries(
          Object.entries(settings.environment).map(([name, value]) => [
            name,
            value.startsWith(WORKSPACE) ? join(source, value.slice(WORKSPACE.length)) : value,
          ]),
        ),
        REELSIGHT_MAX_CONCURRENCY: String(workers),
        FFMPEG_PATH: options.ffmpeg.path,
        FFPROBE_PATH: options.ffmpeg.ffprobePath,
        GOOGLE_APPLICATION_CREDENTIALS: keyFile,
        GOOGLE_CLOUD_PROJECT: service.project,
        REELSIGHT_STORAGE_ENDPOINT: store.url,
        REELSIGHT_API_ENDPOINT: `http://127.0.0.1:${enginePort}`,
      },
    };
  };
  const deployed = await Promise.all(service.functions.map(start));
  const invokersOf = new Map(service.functions.map(({ key, invokers }) => [key, invokers]));
  const functions = await createFunctionServer({
    functions: deployed,
    front: { key: 'api', port: options.port },
    mayInvoke(key, token) {
      const isWorkflow = token !== null && accountOfToken(token) === workflow.account.email;
      return isWorkflow && (invokersOf.get(key)?.includes(`workflow:${workflow.key}`) ?? false);
    },
    onLine: options.onLine,
    onCall: options.onCall,
    onDispatch: options.onDispatch,
  });
  const executions = await createExecutionsServer({
    workflow: loadWorkflow(source),
    port: enginePort,
    name: `projects/${service.project}/locations/${service.region}/workflows/${workflow.name}`,
    environment: Object.fromEntries(
      Object.entries(workflow.environment).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : functions.urlOf(value.urlOf),
      ]),
    ),
    ports: {
      send: sendHttp,
      identityToken: async (audience) => issueIdToken(workflow.account.email, audience),
      sleep: (seconds, signal) => wait((seconds * 1000) / rate, undefined, { signal }),
      ...(options.onEvent && { onEvent: options.onEvent }),
    },
  });
  return {
    apiUrl: functions.frontUrl,
    storeUrl: store.url,
    bucket: bucket.name,
    storage,
    async close() {
      await events.close();
      await Promise.all([executions.close(), functions.close()]);
      await store.close();
    },
  };
}

/** What an account may do with the stack's own bucket. */
const bindingsOf = ({ roles }: Pick<FunctionSettings, 'roles'>, bucketKey: string): RoleBinding[] =>
  roles.flatMap(({ role, bucket, prefix }) => {
    if (bucket !== bucketKey) return [];
    if (prefix === undefined) return [{ role }];
    return [prefix].flat().map((one) => ({ role, prefix: one }));
  });
