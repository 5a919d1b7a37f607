import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

export type StepName = 'plan' | 'analyzeChunk' | 'assemble' | 'fail';

/** What a function answers; `broken`: the connection is cut instead. */
export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly html?: string;
  readonly broken?: boolean;
}

/** An analysis's body, whichever step it is for. */
export interface StepBody {
  readonly id: string;
  readonly attempt: number;
  readonly itemsKey?: string;
  readonly position?: number;
  readonly error?: {
    readonly code?: number;
    readonly message?: string;
    readonly body?: unknown;
    readonly tags?: unknown;
  };
}

/** How a function behaves; `nth`: which call with that very body it is, from 1. */
export type Behaviour = (body: StepBody, nth: number) => Reply | undefined | Promise<Reply | undefined>;

export interface Functions {
  /** The workflow's environment: URLs of the functions. */
  readonly environment: Readonly<Record<string, string>>;
  readonly calls: readonly {
    readonly step: StepName;
    readonly body: StepBody;
    readonly authorization: string | undefined;
  }[];
  /** The most chunks that were at work at once. */
  readonly peak: () => number;
  /** Names of the steps that were called, in order; those of chunks with their positions. */
  readonly story: () => string[];
}

export const RUN = { id: '0123456789abcdef0123456789abcdef', attempt: 1 };

export const order = (next: string, others: object = {}): Reply => ({
  json: { ...RUN, next, itemsKey: 'items-1.json', count: 3, concurrency: 2, ...others },
});

/** What our functions answer when they fail. */
export const problem = (status: number, kind: string, transient: boolean): Reply => ({
  status,
  json: { kind, message: `no luck: ${kind}`, transient },
});

/** What comes from the platform, before or instead of our function. */
export const platform = (status: number): Reply => ({ status, html: `<html><title>${status}</title></html>` });

async function readJson(request: IncomingMessage): Promise<StepBody> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

function answer(response: ServerResponse, { status = 200, json, html, broken }: Reply): void {
  if (broken) response.socket!.destroy();
  else if (html === undefined) {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(json ?? {}));
  } else {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.end(html);
  }
}

/** A real HTTP server that plays the four functions of an analysis, and notes what is asked of them. */
export async function serveFunctions(
  t: ExecutionContext,
  behaviours: Partial<Record<StepName, Behaviour>> = {},
): Promise<Functions> {
  const calls: { step: StepName; body: StepBody; authorization: string | undefined }[] = [];
  const all: Record<StepName, Behaviour> = {
    plan: () => order('measure'),
    analyzeChunk: () => ({}),
    assemble: () => order('done'),
    fail: () => ({}),
    ...behaviours,
  };
  let [atWork, peak] = [0, 0];
  const server = createServer(async (request, response) => {
    const step = request.url!.slice(1) as StepName;
    const body = await readJson(request);
    const text = JSON.stringify(body);
    calls.push({ step, body, authorization: request.headers.authorization });
    const nth = calls.filter((call) => call.step === step && JSON.stringify(call.body) === text).length;
    if (step === 'analyzeChunk') peak = Math.max(peak, ++atWork);
    const reply = (await all[step](body, nth)) ?? {};
    if (step === 'analyzeChunk') atWork--;
    answer(response, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      PLAN_URL: `${url}/plan`,
      ANALYZE_CHUNK_URL: `${url}/analyzeChunk`,
      ASSEMBLE_URL: `${url}/assemble`,
      FAIL_URL: `${url}/fail`,
    },
    calls,
    peak: () => peak,
    story: () => calls.map(({ step, body: { position } }) => (position === undefined ? step : `${step} ${position}`)),
  };
}
