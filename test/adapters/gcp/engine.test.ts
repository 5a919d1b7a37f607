import test, { type ExecutionContext } from 'ava';
import { OAuth2Client } from 'google-auth-library';
import { createWorkflowsEngine } from '../../../src/adapters/gcp/engine.ts';
import {
  createGoogleApi,
  type GoogleApi,
  GoogleApiError,
  type GoogleApiRequest,
} from '../../../src/adapters/gcp/google-api.ts';
import { type ObjectStore, ReelsightError } from '../../../src/core/index.ts';
import type { Engine, Run } from '../../../src/service/index.ts';
import {
  type Behaviour,
  order,
  problem,
  RUN,
  type StepName,
  serveFunctions,
} from '../../tools/local-google/functions.ts';
import { createWorld, type Endpoint, NAME, reelsight, serveWorkflow } from '../../tools/local-google/workflows.ts';

type Store = Pick<ObjectStore, 'get' | 'create'>;

function createStore(): Store & { readonly documents: Map<string, string> } {
  const documents = new Map<string, string>();
  return {
    documents,
    async get(key) {
      const text = documents.get(key);
      if (text === undefined) throw new ReelsightError('not-found', `${key} does not exist.`);
      return Buffer.from(text);
    },
    async create(key, bytes) {
      if (documents.has(key)) return false;
      documents.set(key, Buffer.from(bytes).toString());
      return true;
    },
  };
}

/** Google's client of REST APIs, on the local endpoint, with a token that needs no network. */
function connect(endpoint: string): GoogleApi {
  const auth = new OAuth2Client();
  auth.setCredentials({ access_token: 'token', expiry_date: Date.now() + 3_600_000 });
  return createGoogleApi({ auth: auth as never, endpoint });
}

const never = () => new Promise<never>(() => {});

async function open(
  t: ExecutionContext,
  behaviours: Partial<Record<StepName, Behaviour>> = {},
  store: Store = createStore(),
) {
  const functions = await serveFunctions(t, behaviours);
  const endpoint: Endpoint = await serveWorkflow(t, reelsight, functions.environment, createWorld());
  const api = connect(endpoint.url);
  return { functions, endpoint, api, store, engine: createWorkflowsEngine({ api, store, workflow: NAME }) };
}

async function waitFor(engine: Engine, run: Run) {
  for (;;) {
    const state = await engine.find(run);
    if (state.state !== 'running') return state;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const executionsOf = async ({ call }: Endpoint) =>
  (
    (await call('GET', '/executions?view=FULL')).json as {
      executions: { name: string; state: string; labels: object }[];
    }
  ).executions;

test('runs an analysis by its id and attempt', async (t) => {
  const { engine, functions, endpoint } = await open(t);
  t.deepEqual(await engine.find(RUN), { state: 'unknown' });
  t.is(await engine.start(RUN), 'started');
  t.deepEqual(await waitFor(engine, RUN), { state: 'succeeded' });
  t.deepEqual(functions.calls[0]!.body, RUN);
  t.deepEqual((await executionsOf(endpoint))[0]!.labels, { 'reelsight-id': RUN.id, 'reelsight-attempt': '1' });
});

test('starting what runs is harmless; what has ended exists', async (t) => {
  const { engine, endpoint } = await open(t, { plan: never });
  t.is(await engine.start(RUN), 'started');
  t.is(await engine.start(RUN), 'started');
  t.deepEqual(await engine.find(RUN), { state: 'running' });
  t.is((await executionsOf(endpoint)).length, 1);
  await engine.stop(RUN);
  t.deepEqual(await engine.find(RUN), { state: 'cancelled' });
  t.is(await engine.start(RUN), 'exists');
  await t.notThrowsAsync(engine.stop(RUN), 'when it has ended');

  const second = { ...RUN, attempt: 2 };
  t.deepEqual(await engine.find(second), { state: 'unknown' });
  t.is(await engine.start(second), 'started');
  t.deepEqual(await engine.find(second), { state: 'running' });
});

test('stopping what was never started is harmless', async (t) => {
  const { engine } = await open(t);
  await t.notThrowsAsync(engine.stop(RUN));
});

test('of several that start at once one execution goes on', async (t) => {
  const { engine, endpoint } = await open(t, { plan: never });
  t.deepEqual(await Promise.all([1, 2, 3, 4].map(() => engine.start(RUN))), Array(4).fill('started'));
  const active = (await executionsOf(endpoint)).filter(({ state }) => state === 'ACTIVE');
  t.is(active.length, 1);
  t.deepEqual(await engine.find(RUN), { state: 'running' });
});

test('an execution that cannot be written down does not go on', async (t) => {
  const failing: Store = { ...createStore(), create: () => Promise.reject(new ReelsightError('storage', 'no luck.')) };
  const { engine, endpoint } = await open(t, { plan: never }, failing);
  await t.throwsAsync(engine.start(RUN), { message: 'no luck.' });
  t.deepEqual(
    (await executionsOf(endpoint)).map(({ state }) => state),
    ['CANCELLED'],
  );
});

test('stop ends the lanes of that very run', async (t) => {
  const { engine, functions, endpoint } = await open(t, {
    plan: ({ attempt }) => order('measure', { attempt, count: 50, concurrency: 45 }),
    analyzeChunk: never,
  });
  const other = { ...RUN, attempt: 2 };
  await engine.start(RUN);
  await engine.start(other);
  while (functions.calls.length < 2 + 90) await new Promise((resolve) => setTimeout(resolve, 5));
  await engine.stop(RUN);
  const states = (await executionsOf(endpoint)).map(({ state }) => state);
  t.deepEqual(states.toSorted(), [...Array(4).fill('ACTIVE'), ...Array(4).fill('CANCELLED')]);
  t.deepEqual(await engine.find(other), { state: 'running' });
});

test('a failed analysis tells why, in the words of the function', async (t) => {
  const { engine } = await open(t, { plan: () => problem(422, 'input', false) });
  await engine.start(RUN);
  t.deepEqual(await waitFor(engine, RUN), { state: 'failed', reason: 'no luck: input' });
});

const endings: [what: string, execution: object, state: object][] = [
  ['a queued execution runs', { state: 'QUEUED' }, { state: 'running' }],
  [
    'a word that was raised',
    { state: 'FAILED', error: { payload: '"too bad"' } },
    { state: 'failed', reason: 'too bad' },
  ],
  [
    'an error of the platform',
    {
      state: 'FAILED',
      error: { payload: '{"code":503,"message":"HTTP server responded with error code 503","body":"<html>"}' },
    },
    { state: 'failed', reason: 'HTTP server responded with error code 503' },
  ],
  [
    'an error that is not JSON',
    { state: 'FAILED', error: { payload: '{}', context: 'RuntimeError: odd\nin step "x"' } },
    { state: 'failed', reason: 'RuntimeError: odd' },
  ],
  [
    'an execution that Google cannot show',
    { state: 'UNAVAILABLE', stateError: { details: 'The key is gone', type: 'KMS_ERROR' } },
    { state: 'failed', reason: 'The key is gone' },
  ],
  [
    'a failure that says nothing',
    { state: 'FAILED' },
    { state: 'failed', reason: 'The execution ended as FAILED and says no more.' },
  ],
];
for (const [what, execution, state] of endings)
  test(`reads ${what}`, async (t) => {
    const store = createStore();
    await store.create(`analyses/${RUN.id}/execution-1.json`, Buffer.from('{"execution":"x"}'));
    const api = { request: async () => ({ name: 'x', ...execution }) } as GoogleApi;
    t.deepEqual(await createWorkflowsEngine({ api, store, workflow: NAME }).find(RUN), state as never);
  });

test('a long reason is cut', async (t) => {
  const store = createStore();
  await store.create(`analyses/${RUN.id}/execution-1.json`, Buffer.from('{"execution":"x"}'));
  const error = { payload: JSON.stringify('x'.repeat(2000)) };
  const api = { request: async () => ({ name: 'x', state: 'FAILED', error }) } as unknown as GoogleApi;
  const found = await createWorkflowsEngine({ api, store, workflow: NAME }).find(RUN);
  t.is(found.state === 'failed' && found.reason.length, 500);
});

/** An API that refuses what `refuses` says. */
const refusing = (status: number, refuses: (request: GoogleApiRequest) => boolean, api?: GoogleApi): GoogleApi => ({
  async request<T>(request: GoogleApiRequest): Promise<T> {
    if (!refuses(request)) return api!.request<T>(request);
    const facts = { status, reason: '', service: 'workflowexecutions.googleapis.com', details: [], message: 'no luck' };
    throw new GoogleApiError(facts);
  },
});

test('an execution that Google has forgotten is over', async (t) => {
  const store = createStore();
  await store.create(`analyses/${RUN.id}/execution-1.json`, Buffer.from('{"execution":"x"}'));
  const gone = createWorkflowsEngine({
    api: refusing(404, ({ url }) => !url.endsWith('/executions'), { request: async () => ({}) } as GoogleApi),
    store,
    workflow: NAME,
  });
  t.deepEqual(await gone.find(RUN), { state: 'unknown' });
  t.is(await gone.start(RUN), 'exists');
  await t.notThrowsAsync(gone.stop(RUN));
});

test('refusals become errors of ours that name the execution or the workflow', async (t) => {
  const { api, store, engine } = await open(t, { plan: never });
  const with403 = createWorkflowsEngine({ api: refusing(403, () => true), store, workflow: NAME });
  const refused = await t.throwsAsync(with403.start(RUN), { instanceOf: ReelsightError });
  t.true(refused.message.includes(NAME));
  await engine.start(RUN);
  const noCancel = createWorkflowsEngine({
    api: refusing(400, ({ url }) => url.endsWith(':cancel'), api),
    store,
    workflow: NAME,
  });
  // It runs still: the refusal means something else.
  await t.throwsAsync(noCancel.stop(RUN), { instanceOf: ReelsightError });
  for (const call of [with403.find(RUN), with403.stop(RUN)]) await t.throwsAsync(call, { instanceOf: ReelsightError });
});

interface Kept {
  readonly name: string;
  readonly argument: string;
  state: string;
}

/** The API in memory, where executions can be what the local endpoint's never are: queued, or deaf. */
function keepExecutions(executions: Kept[], { isDeaf = false } = {}) {
  const named = (url: string) => executions.find(({ name }) => url.replace(':cancel', '').endsWith(`/${name}`))!;
  const request = async ({ method, url, query, body }: GoogleApiRequest): Promise<unknown> => {
    if (method === 'GET' && url.endsWith('/executions'))
      return { executions: executions.filter(({ state }) => query!['filter'] === `state="${state}"`) };
    if (method === 'GET') return named(url);
    if (url.endsWith(':cancel')) {
      if (!isDeaf) named(url).state = 'CANCELLED';
      return {};
    }
    const { argument } = body as { argument: string };
    const created = { name: `executions/${executions.length}`, argument, state: 'ACTIVE' };
    executions.push(created);
    return created;
  };
  return { request } as GoogleApi;
}

const lane = (name: string, state: string, run: Run = RUN): Kept => ({
  name,
  argument: JSON.stringify({ ...run, itemsKey: 'items-1.json', count: 50, lane: 0, lanes: 3, width: 15 }),
  state,
});
const whole = (name: string, state: string, run: Run = RUN): Kept => ({ name, argument: JSON.stringify(run), state });

test('a document that was written, although its answer was lost, is the own one', async (t) => {
  const store = createStore();
  const lossy: Store = {
    ...store,
    async create(key, bytes) {
      await store.create(key, bytes);
      // What a write that is tried again finds.
      return store.create(key, bytes);
    },
  };
  const { engine } = await open(t, { plan: never }, lossy);
  t.is(await engine.start(RUN), 'started');
  t.deepEqual(await engine.find(RUN), { state: 'running' });
});

test('a document that was written, although the write failed, is the own one', async (t) => {
  const store = createStore();
  const failing: Store = {
    ...store,
    async create(key, bytes) {
      await store.create(key, bytes);
      throw new ReelsightError('storage', 'no luck.');
    },
  };
  const { engine } = await open(t, { plan: never }, failing);
  t.is(await engine.start(RUN), 'started');
  t.deepEqual(await engine.find(RUN), { state: 'running' });
});

test('an execution whose answer was lost is taken for the run', async (t) => {
  const { engine, endpoint, api, store } = await open(t, { plan: never });
  const deaf: GoogleApi = {
    async request<T>(request: GoogleApiRequest): Promise<T> {
      const answer = await api.request<T>(request);
      if (request.method === 'POST') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return answer;
    },
  };
  const lost = createWorkflowsEngine({ api: deaf, store, workflow: NAME });
  t.like(await t.throwsAsync(lost.start(RUN)), { kind: 'storage', retryable: true });
  t.is(await engine.start(RUN), 'started');
  t.is((await executionsOf(endpoint)).length, 1);
  t.deepEqual(await engine.find(RUN), { state: 'running' });
  t.is(await engine.start({ ...RUN, attempt: 2 }), 'started');
  t.is((await executionsOf(endpoint)).length, 2, 'another attempt is another execution');
});

test('an execution whose answer was lost is stopped', async (t) => {
  const { engine, endpoint } = await open(t, { plan: never });
  await endpoint.create(RUN);
  await endpoint.create({ ...RUN, attempt: 2 });
  await engine.stop(RUN);
  const states = (await executionsOf(endpoint)).map(({ state }) => state);
  t.deepEqual(states, ['ACTIVE', 'CANCELLED']);
});

test('lanes and what has ended are not taken for the run; what is queued is', async (t) => {
  const open = async (executions: Kept[]) => {
    const store = createStore();
    await createWorkflowsEngine({ api: keepExecutions(executions), store, workflow: NAME }).start(RUN);
    return JSON.parse([...store.documents.values()][0]!).execution;
  };
  t.is(
    await open([lane('a', 'ACTIVE'), whole('b', 'FAILED'), whole('c', 'ACTIVE', { ...RUN, attempt: 2 })]),
    'executions/3',
  );
  t.is(await open([lane('a', 'ACTIVE'), whole('b', 'QUEUED')]), 'b');
});

test('stop ends lanes that are queued, and those that begin meanwhile', async (t) => {
  const store = createStore();
  await store.create(`analyses/${RUN.id}/execution-1.json`, Buffer.from('{"execution":"main"}'));
  const executions = [
    whole('main', 'ACTIVE'),
    lane('a', 'QUEUED'),
    lane('b', 'ACTIVE'),
    lane('x', 'QUEUED', { ...RUN, attempt: 2 }),
  ];
  const api = keepExecutions(executions);
  const late: GoogleApi = {
    ...api,
    async request<T>(request: GoogleApiRequest) {
      const answer = await api.request<T>(request);
      // The main execution had asked for it before it was cancelled.
      if (request.url.endsWith('/b:cancel')) executions.push(lane('c', 'QUEUED'));
      return answer;
    },
  };
  await createWorkflowsEngine({ api: late, store, workflow: NAME, pauseMs: 1 }).stop(RUN);
  t.deepEqual(
    executions.map(({ name, state }) => `${name} ${state}`),
    ['main CANCELLED', 'a CANCELLED', 'b CANCELLED', 'x QUEUED', 'c CANCELLED'],
  );
});

test('lanes that do not end are told, and stopping again may help', async (t) => {
  const executions = [lane('a', 'ACTIVE'), lane('b', 'QUEUED')];
  const api = keepExecutions(executions, { isDeaf: true });
  const engine = createWorkflowsEngine({ api, store: createStore(), workflow: NAME, pauseMs: 1 });
  const error = await t.throwsAsync(engine.stop(RUN), { instanceOf: ReelsightError, message: /2 of its executions/ });
  t.like(error, { kind: 'storage', retryable: true });
});
