import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FunctionSettings } from '../serverless-google/src/index.ts';
import type { FunctionAnswer, FunctionRequest } from './functions/instance.ts';
import type { CreatedObject } from './object-store/server.ts';

export interface UploadEvents {
  /** Tells the functions of a new object, and does not wait for them. */
  tell(created: CreatedObject): void;
  /** Tells no more, and waits for those that were told. */
  close(): Promise<void>;
}

const MAX_TRIES = 5;
const PAUSE_MS = 500;

/** Tells functions of new objects as Eventarc does: a CloudEvent over HTTP, again while it is not taken. */
export function createUploadEvents(
  functions: readonly Pick<FunctionSettings, 'key' | 'trigger'>[],
  call: (key: string, request: FunctionRequest) => Promise<FunctionAnswer>,
  warn: (message: string) => void,
): UploadEvents {
  const pending = new Set<Promise<void>>();
  let isClosed = false;

  async function deliver(key: string, request: FunctionRequest, isRetried: boolean, name: string): Promise<void> {
    for (let tries = 1; !isClosed; tries++) {
      const { status } = await call(key, request);
      if (status < 400) return;
      if (!isRetried || tries === MAX_TRIES)
        return warn(`${key} did not take the event of ${name}: it answered ${status}`);
      await wait(PAUSE_MS * 2 ** (tries - 1));
    }
  }

  return {
    tell(created) {
      if (isClosed) return;
      for (const { key, trigger } of functions) {
        if (!trigger) continue;
        const told = deliver(key, describe(created, trigger.eventType), trigger.retry, created.key);
        pending.add(told);
        void told.finally(() => pending.delete(told));
      }
    },
    async close() {
      isClosed = true;
      await Promise.allSettled(pending);
    },
  };
}

/** https://github.com/googleapis/google-cloudevents: StorageObjectData. */
function describe({ bucket, key, sizeBytes, generation, contentType }: CreatedObject, type: string): FunctionRequest {
  const data = { kind: 'storage#object', bucket, name: key, generation, size: String(sizeBytes), contentType };
  return {
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/json',
      'ce-id': randomUUID(),
      'ce-specversion': '1.0',
      'ce-type': type,
      'ce-source': `//storage.googleapis.com/projects/_/buckets/${bucket}`,
      // Header values are ASCII.
      'ce-subject': `objects/${encodeURIComponent(key)}`,
      'ce-time': new Date().toISOString(),
    },
    body: Buffer.from(JSON.stringify(data)),
  };
}
