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
import { type Behaviour, order, problem, RUN, type StepName, serveFunctions } from './offline/functions.ts';
import { createWorld, type Endpoint, NAME, reelsight, serveWorkflow } from './offline/workflows.ts';

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
    'an error that is no JSON',
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
