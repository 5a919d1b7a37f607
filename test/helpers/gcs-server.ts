import type { Storage } from '@google-cloud/storage';
import { createStorageClient } from '../../src/adapters/gcp/storage-client.ts';
import {
  createObjectStoreServer,
  type ObjectStoreServer,
  type ObjectStoreServerOptions,
} from '../../tools/local-google/object-store/server.ts';
import { createAccountKey, issueAccessToken } from '../../tools/local-google/tokens.ts';
import { makeFolder } from './clips.ts';

export const TESTER = 'tester@project.iam.gserviceaccount.com';
const KEY = JSON.parse(createAccountKey(TESTER, 'http://127.0.0.1:1/token')) as Record<string, string>;

export interface TestStore extends ObjectStoreServer {
  readonly folder: string;
  readonly storage: Storage;
  /** A bucket of its own for each test. */
  open(): Promise<{ storage: Storage; bucket: string }>;
}

/** A client with a key of its own, or of another account. */
export const connect = (endpoint: string, account = TESTER): Storage =>
  createStorageClient(
    { REELSIGHT_STORAGE_ENDPOINT: endpoint },
    { projectId: 'project', credentials: { ...KEY, client_email: account } },
  );

/** The loopback store in a folder that goes with it. */
export async function startGcs(options: Partial<ObjectStoreServerOptions> = {}): Promise<TestStore> {
  const folder = await makeFolder();
  const server = await createObjectStoreServer({ folder: folder.path, ...options });
  const storage = connect(server.url);
  let buckets = 0;
  return {
    ...server,
    folder: folder.path,
    storage,
    async open() {
      const bucket = `bucket-${++buckets}`;
      await storage.createBucket(bucket);
      return { storage, bucket };
    },
    async close() {
      await server.close();
      await folder.remove();
    },
  };
}

/** A request as it is, for what the client would not send. */
export const ask = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { ...init, headers: { authorization: `Bearer ${issueAccessToken(TESTER)}`, ...init.headers } });

/** For example `404 NoSuchKey` of the XML API, `404 notFound` of the JSON API. */
export async function codeOf(answer: Response): Promise<string> {
  const text = await answer.text();
  return `${answer.status} ${/<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? /"reason":"(\w+)"/.exec(text)?.[1]}`;
}

export const readText = async (storage: Storage, bucket: string, key: string): Promise<string> =>
  (await storage.bucket(bucket).file(key).download())[0].toString();
