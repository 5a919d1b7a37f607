import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { VIDEOS_PREFIX } from '../../src/service/index.ts';
import {
  type CreatedObject,
  createObjectStoreServer,
  type InterceptedRequest,
  type Interception,
} from './object-store/server.ts';
import { createPolicyCheck, type Statement } from './policies.ts';
import { type ExecutionPorts, loadStateMachine } from './state-machine/index.ts';
import { createStepFunctionsServer } from './step-functions-server.ts';
import { LOCAL_ACCOUNT } from './template.ts';

export interface LocalStackOptions {
  /** Keeps the objects. */
  readonly folder: string;
  readonly region: string;
  readonly bucket: string;
  readonly machineName: string;
  /** The state machine as it stands in the deployment, references and all. */
  readonly definition: unknown;
  /** Names of the functions by their logical ids in the template. */
  readonly functionNames: ReadonlyMap<string, string>;
  /** What the role of each function allows, by the access key that it signs with. */
  readonly statements: ReadonlyMap<string, readonly Statement[]>;
  readonly invokeFunction: ExecutionPorts['invokeFunction'];
  /** Calls the function that S3 tells of new videos. */
  readonly onUpload: (event: object) => Promise<void>;
  readonly onEvent?: ExecutionPorts['onEvent'];
  /** Told of each request that a role does not allow. */
  readonly onRefused?: (message: string) => void;
  /** Faults to show. */
  readonly intercept?: (request: InterceptedRequest) => Interception | undefined | Promise<Interception | undefined>;
  /** Seconds before a retry are divided by this: nobody waits for a quota here. Default 10. */
  readonly rate?: number;
}

export interface LocalStack {
  readonly storeUrl: string;
  readonly stepFunctionsUrl: string;
  readonly stateMachineArn: string;
  /** For the user of this machine, who may do everything. */
  readonly client: S3Client;
  close(): Promise<void>;
}

/** Credentials of the user of this machine. */
export const LOCAL_USER = { accessKeyId: 'local-user', secretAccessKey: 'local-user' } as const;

/** Starts what AWS gives a deployment: the object store, and the engine that runs the deployed definition. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { folder, region, bucket, machineName, functionNames, rate = 10 } = options;
  const stateMachineArn = `arn:aws:states:${region}:${LOCAL_ACCOUNT}:stateMachine:${machineName}`;
  const machine = loadStateMachine(options.definition, (reference) => {
    if ('Ref' in reference && reference.Ref === 'Bucket') return bucket;
    const name = functionNames.get('Ref' in reference ? reference.Ref : reference['Fn::GetAtt'][0]);
    if (name === undefined) throw new Error(`The state machine names ${JSON.stringify(reference)}, which is not here.`);
    return name;
  });
  await mkdir(folder, { recursive: true });
  const pending = new Set<Promise<void>>();
  const checkPolicy = createPolicyCheck(options.statements);
  const store = await createObjectStoreServer({
    folder,
    async intercept(request) {
      const refusal = checkPolicy(request);
      if (refusal) options.onRefused?.(refusal.message);
      return refusal ?? (await options.intercept?.(request));
    },
    onCreated(created) {
      if (created.bucket !== bucket || !created.key.startsWith(VIDEOS_PREFIX)) return;
      const told = options.onUpload(describeUpload(created)).finally(() => pending.delete(told));
      pending.add(told);
    },
  });
  const client = new S3Client({ region, endpoint: store.url, forcePathStyle: true, credentials: LOCAL_USER });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const engine = await createStepFunctionsServer({
    machine,
    stateMachineArn,
    ports: {
      invokeFunction: options.invokeFunction,
      async readObject(bucketName, key) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
        return Body!.transformToByteArray();
      },
      sleep: (seconds, signal) => wait((seconds * 1000) / rate, undefined, { signal }),
      random: Math.random,
      ...(options.onEvent && { onEvent: options.onEvent }),
    },
  });
  return {
    storeUrl: store.url,
    stepFunctionsUrl: engine.url,
    stateMachineArn,
    client,
    async close() {
      await Promise.allSettled(pending);
      await engine.close();
      client.destroy();
      await store.close();
    },
  };
}

/** S3's notification, with the key as it writes keys. */
const describeUpload = ({ bucket, key, sizeBytes }: CreatedObject): object => ({
  Records: [
    {
      eventName: 'ObjectCreated:Put',
      s3: {
        bucket: { name: bucket },
        object: { key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'), size: sizeBytes },
      },
    },
  ],
});
