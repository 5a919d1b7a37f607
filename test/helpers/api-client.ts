import { setTimeout as wait } from 'node:timers/promises';
import type { Report } from '../../src/core/index.ts';

const MAX_TRIES = 100;
const POLL_MS = 150;

interface Status {
  readonly id: string;
  readonly attempt: number;
  readonly status: string;
  readonly progress: { readonly chunksDone: number; readonly chunksTotal: number | null; readonly share: number };
  readonly cost: { readonly gbSeconds: number; readonly estimatedUsd: number };
  readonly error: { kind: string; message: string; chunks: { index: number; startFrame: number }[] } | null;
  readonly notes: readonly { code: string; message: string }[];
}

export interface ApiClient {
  start(video: string, options?: object): Promise<{ id: string; attempt: number }>;
  cancel(id: string): Promise<Status>;
  report(id: string): Promise<Report>;
  /** Waits until the analysis is over. */
  wait(id: string): Promise<Status>;
}

/** What a caller of the API does. `send`: gets a path of the API. */
export function createApiClient(send: (path: string, init: RequestInit) => Promise<Response> | Response): ApiClient {
  const ask = async (method: string, path: string, body?: object, tries = 1): Promise<never> => {
    const response = await send(path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    // The store or the service is busy: clients come back, and so does this one.
    if ([429, 503].includes(response.status) && tries < MAX_TRIES)
      return wait(POLL_MS).then(() => ask(method, path, body, tries + 1));
    // An answer that is not an answer would be waited on for ever.
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as never;
  };
  return {
    start: (video, options) => ask('POST', '/v1/analyses', { video, options }),
    cancel: (id) => ask('DELETE', `/v1/analyses/${id}`),
    report: (id) => ask('GET', `/v1/analyses/${id}/report.json`),
    async wait(id) {
      for (;;) {
        const status: Status = await ask('GET', `/v1/analyses/${id}`);
        if (['succeeded', 'failed', 'cancelled'].includes(status.status)) return status;
        await wait(POLL_MS);
      }
    },
  };
}
