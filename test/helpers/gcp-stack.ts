import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { buildParts } from '../../src/adapters/gcp/build/build-parts.ts';
import { parseParameters } from '../../src/adapters/gcp/build/parameters.ts';
import { answerStepError } from '../../src/adapters/gcp/step-errors.ts';
import { createGcsStore } from '../../src/adapters/gcp/store.ts';
import type { FunctionAnswer } from '../../tools/local-google/functions/instance.ts';
import { startLocalStack } from '../../tools/local-google/local-stack.ts';
import { parseService, writeSources } from '../../tools/serverless-google/src/index.ts';
import type { Call, CloudStack, CloudUnderTest } from '../contract/cloud-stack.ts';
import { createApiClient } from './api-client.ts';
import { makeFolder, testFfmpeg } from './clips.ts';
import { TEST_CACHE } from './command-line.ts';
import { endProcesses } from './end-processes.ts';
import { createScenarios } from './scenarios.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** Retries are the workflow's; the minutes between them are not what is tested. */
const RATE = 200;
const SILENT = { info() {}, warn() {}, notice() {}, warning() {} };

/** serverless.gcp.yml as the framework resolves it, of a stage and with parameters. */
export async function readDeployment(given: Readonly<Record<string, unknown>> = {}) {
  const text = await readFile(join(ROOT, 'serverless.gcp.yml'), 'utf8');
  const { params } = parse(text);
  const parameters = parseParameters({ ...params.default, project: 'reelsight-test', ...given });
  const known: Record<string, unknown> = {
    'sls:stage': 'test',
    "opt:stage, 'dev'": 'test',
    "opt:region, 'europe-west1'": 'europe-west1',
    'self:provider.region': 'europe-west1',
    'self:provider.project': parameters.project,
  };
  const find = (name: string): unknown => {
    if (name in known) return known[name];
    const path = /^self:custom\.(.+)$/.exec(name)?.[1]?.split('.');
    if (!path) throw new Error(`Nothing here tells what \${${name}} is.`);
    const custom = { ...parse(text, { merge: true }).custom, parameters };
    return resolve(path.reduce((value: never, part) => value[part] as never, custom as never));
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one)]));
    if (typeof value !== 'string') return value;
    const whole = /^\$\{([^}]+)\}$/.exec(value)?.[1];
    return whole ? find(whole) : value.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(find(name)));
  };
  const { service, provider, buckets, functions, workflows } = parse(text, { merge: true });
  const raw = resolve({ provider, buckets, functions, workflows }) as Record<string, unknown>;
  return { parameters, service: parseService({ service, provider: raw['provider'], ...raw }) };
}

/** Lays out the sources of the functions that would be deployed, where those of the last run lie: few change. */
async function layOutDeployment(given: Readonly<Record<string, unknown>>) {
  const { parameters, service } = await readDeployment(given);
  await buildParts({ root: ROOT, parameters, environment: { REELSIGHT_CACHE: TEST_CACHE }, log: SILENT });
  const sources = await writeSources({
    serviceDir: ROOT,
    functions: Object.fromEntries(service.functions.map((settings) => [settings.key, settings])),
    provider: service,
    log: SILENT,
    outputFolder: join(TEST_CACHE, 'gcp'),
  });
  return { service, sources };
}

const made = await layOutDeployment({ chunkSeconds: 3 });

/** The whole of Google Cloud that the product uses, on the loopback interface, from the sources that are deployed. */
export async function openGcpStack(): Promise<CloudStack<FunctionAnswer>> {
  const folder = await makeFolder();
  const scenarios = createScenarios<FunctionAnswer>();
  /** How a call's process is told of, by the call. */
  const listeners = new Map<unknown, (child: ChildProcess) => void>();
  const processes = new Set<ChildProcess>();
  const indexOf = async (body: { itemsKey?: string; position?: number } | null): Promise<number | null> => {
    if (body?.itemsKey === undefined || body.position === undefined) return null;
    const items = JSON.parse(Buffer.from(await store.get(body.itemsKey)).toString()) as { index: number }[];
    return items[body.position]!.index;
  };
  const stack = await startLocalStack({
    folder: folder.path,
    service: made.service,
    serviceDir: ROOT,
    sources: made.sources,
    ffmpeg: await testFfmpeg(),
    workers: 2,
    port: 0,
    rate: RATE,
    onLine() {},
    onRefused: scenarios.refuse,
    intercept: scenarios.intercept,
    async onCall(told, forward) {
      if (told.key === 'api') return forward();
      const call = { step: told.key as Call['step'], index: await indexOf(told.body as never) };
      return scenarios.call(call, told.body, (onProcess) => {
        listeners.set(told, onProcess);
        return forward();
      });
    },
    onDispatch(told, { process }) {
      if (!processes.has(process)) process.once('exit', () => processes.delete(process));
      processes.add(process);
      listeners.get(told)?.(process);
    },
  });
  const store = createGcsStore({ storage: stack.storage, bucket: stack.bucket });
  return {
    ...createApiClient((path, init) => fetch(`${stack.apiUrl}${path}`, init)),
    begin: scenarios.begin,
    restartFunctions: () => endProcesses(processes),
    store,
    async put(key, bytes) {
      await store.put(key, bytes);
      return `gs://${stack.bucket}/${key}`;
    },
    async close() {
      await stack.close();
      await folder.remove();
      scenarios.assertAllowed();
    },
  };
}

const answer = (status: number, text: string): FunctionAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: Buffer.from(text),
});

export const gcp: CloudUnderTest<FunctionAnswer> = {
  name: 'Google Cloud',
  engine: 'google-workflows',
  open: openGcpStack,
  turnAway: () => answer(429, 'Rate exceeded.'),
  thrown(error) {
    const { status, body } = answerStepError(error);
    return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
  },
  ended: {
    // Not told from an instance that went away.
    outOfMemory: { answer: answer(500, 'The server encountered an error: memory limit exceeded.'), tries: 5 },
    outOfTime: { answer: answer(504, 'upstream request timeout'), tries: 2 },
    faulty: { answer: answer(503, 'The service is unavailable.'), tries: 5 },
  },
  expired: { status: 400, code: 'ExpiredToken', message: 'The provided token has expired.' },
  busy: { status: 503, code: 'backendError', message: 'We encountered an internal error. Please try again.' },
};
