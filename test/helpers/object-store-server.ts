import { CreateBucketCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Client } from '../../src/adapters/aws/storage-client.ts';
import {
  createObjectStoreServer,
  type ObjectStoreServer,
  type ObjectStoreServerOptions,
} from '../../tools/local-aws/object-store/server.ts';
import { makeFolder } from './clips.ts';

export interface TestStore extends ObjectStoreServer {
  readonly folder: string;
  readonly client: S3Client;
  /** A bucket of its own for each test. */
  open(): Promise<{ client: S3Client; bucket: string }>;
}

export const connect = (endpoint: string): S3Client =>
  createS3Client(
    {},
    { endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'tester', secretAccessKey: 's' } },
  );

/** The loopback store in a folder that goes with it. */
export async function startObjectStore(options: Partial<ObjectStoreServerOptions> = {}): Promise<TestStore> {
  const folder = await makeFolder();
  const server = await createObjectStoreServer({ folder: folder.path, ...options });
  const client = connect(server.url);
  let buckets = 0;
  return {
    ...server,
    folder: folder.path,
    client,
    async open() {
      const bucket = `bucket-${++buckets}`;
      await client.send(new CreateBucketCommand({ Bucket: bucket }));
      return { client, bucket };
    },
    async close() {
      client.destroy();
      await server.close();
      await folder.remove();
    },
  };
}

const SIGNED = 'AWS4-HMAC-SHA256 Credential=me/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0';

/** A request as it is, for what the SDK would not send. */
export const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { ...init, headers: { authorization: SIGNED, ...init.headers } });

/** For example `404 NoSuchKey`. */
export const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${/<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]}`;

export async function readText(client: S3Client, Bucket: string, Key: string, Range?: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...(Range && { Range }) }));
  return (await Body?.transformToString()) ?? '';
}
