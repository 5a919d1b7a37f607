import test, { type ExecutionContext } from 'ava';
import type { ExecutionResource } from '../../../tools/local-google/executions/execution.ts';
import { loadWorkflow } from '../../../tools/local-google/workflow/index.ts';
import {
  type Behaviour,
  type Functions,
  order,
  platform,
  problem,
  RUN,
  type StepName,
  serveFunctions,
} from './functions.ts';
import { createWorld, reelsight, SOURCE, serveWorkflow, type World } from './workflows.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Workers that begin only when so many are there, and then take a moment each: were there more, it would show. */
function gather(count: number): Behaviour {
  let [present, open] = [0, (): void => {}];
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    if (++present >= count) open();
    await Promise.race([opened, pause(10_000)]);
    await pause(20);
    return {};
  };
}

interface Analysis {
  readonly functions: Functions;
  readonly world: World;
  readonly execution: ExecutionResource;
  readonly list: () => Promise<readonly ExecutionResource[]>;
}

/** Runs the deployed workflow to its end, against functions that behave so. */
async function analyze(
  t: ExecutionContext,
  behaviours: Partial<Record<StepName, Behaviour>>,
  workflow = reelsight,
): Promise<Analysis> {
  const functions = await serveFunctions(t, behaviours);
  const world = createWorld();
  const endpoint = await serveWorkflow(t, workflow, functions.environment, world);
  const { name } = await endpoint.create(RUN);
  const execution = await endpoint.wait(name);
  const list = async () =>
    ((await endpoint.call('GET', '/executions?view=FULL')).json as { executions: ExecutionResource[] }).executions;
  return { functions, world, execution, list };
}

const payloadOf = ({ error }: ExecutionResource) => JSON.parse(error!.payload);
const failures = ({ calls }: Functions) => calls.filter(({ step }) => step === 'fail').map(({ body }) => body);
/** Waits of the backoff, without those that scatter what came back with 429. */
const backoffOf = ({ events }: World) =>
  events.flatMap((event) => (event.type === 'retried' ? [event.waitSeconds] : []));

test('plan, a worker for every chunk, assemble', async (t) => {
  const { functions, execution } = await analyze(t, {});
  t.like(execution, { state: 'SUCCEEDED', result: '"done"' });
  const story = functions.story();
  t.deepEqual([story[0], story.at(-1)], ['plan', 'assemble']);
  t.deepEqual(story.slice(1, -1).toSorted(), ['analyzeChunk 0', 'analyzeChunk 1', 'analyzeChunk 2']);
  t.deepEqual(functions.calls[0]!.body, RUN);
  t.deepEqual(functions.calls.at(-1)!.body, { ...RUN, itemsKey: 'items-1.json' });
  const [first] = functions.calls.filter(({ body }) => body.position === 0);
  t.deepEqual(first!.body, { ...RUN, itemsKey: 'items-1.json', position: 0 });
});

test('every function is called with a token for it', async (t) => {
  const { functions } = await analyze(t, {});
  for (const { step, authorization } of functions.calls)
    t.regex(authorization!, new RegExp(`^Bearer token-for-.*/${step}$`));
});

test('nothing is left to measure: straight to the join', async (t) => {
  const { functions } = await analyze(t, { plan: () => order('assemble', { count: 0 }) });
  t.deepEqual(functions.story(), ['plan', 'assemble']);
});

test('an analysis that is done already ends at once', async (t) => {
  const { functions, execution } = await analyze(t, { plan: () => order('done') });
  t.is(execution.state, 'SUCCEEDED');
  t.deepEqual(functions.story(), ['plan']);
});

test('chunks that do not join are measured again as one', async (t) => {
  const { functions, execution } = await analyze(t, {
    assemble: ({ itemsKey }) =>
      itemsKey === 'whole.json' ? order('done') : order('measure', { itemsKey: 'whole.json', count: 1 }),
  });
  t.is(execution.state, 'SUCCEEDED');
  t.deepEqual(functions.story().slice(-3), ['assemble', 'analyzeChunk 0', 'assemble']);
  t.deepEqual(
    functions.calls.slice(-2).map(({ body }) => body.itemsKey),
    ['whole.json', 'whole.json'],
  );
});

test('never more workers at once than ordered, and that many', async (t) => {
  const { functions, list } = await analyze(t, {
    plan: () => order('measure', { count: 40, concurrency: 7 }),
    analyzeChunk: gather(7),
  });
  t.is(functions.peak(), 7);
  t.is((await list()).length, 1);
});

test('45 workers at once need three child executions, and every chunk is measured once', async (t) => {
  const { functions, execution, list } = await analyze(t, {
    plan: () => order('measure', { count: 100, concurrency: 45 }),
    analyzeChunk: gather(45),
  });
  t.is(execution.state, 'SUCCEEDED');
  t.is(functions.peak(), 45);
  const positions = functions.calls.flatMap(({ body: { position } }) => position ?? []);
  t.deepEqual(
    positions.toSorted((a, b) => a - b),
    Array.from({ length: 100 }, (_, i) => i),
  );
  const children = (await list()).filter(({ name }) => name !== execution.name);
  t.deepEqual(
    children.map(({ argument }) => JSON.parse(argument!)).toSorted((a, b) => a.lane - b.lane),
    [0, 1, 2].map((lane) => ({ ...RUN, itemsKey: 'items-1.json', count: 100, lane, lanes: 3, width: 15 })),
  );
  t.true(children.every(({ state, result }) => state === 'SUCCEEDED' && result === '{}'));
});

test('lanes of different widths make up what was ordered', async (t) => {
  const { functions, list } = await analyze(t, {
    plan: () => order('measure', { count: 60, concurrency: 41 }),
    analyzeChunk: gather(41),
  });
  t.is(functions.peak(), 41);
  const widths = (await list()).flatMap(({ argument }) => JSON.parse(argument!).width ?? []);
  t.deepEqual(widths.toSorted(), [13, 14, 14]);
});

test('few chunks need no child, however many workers there may be', async (t) => {
  const { functions, list } = await analyze(t, {
    plan: () => order('measure', { count: 20, concurrency: 400 }),
    analyzeChunk: gather(20),
  });
  t.is(functions.peak(), 20);
  t.is((await list()).length, 1);
});

const transient = problem(503, 'storage', true);
/** Seconds: instances that all start at once are there within a minute. */
const BACKOFF = [5, 10, 20, 40];
const passing: [string, Awaited<ReturnType<Behaviour>>, waits: number[]][] = [
  ['a transient failure of ours', transient, BACKOFF],
  ['a function that was killed', platform(500), BACKOFF],
  ['a platform that is unavailable', platform(503), BACKOFF],
  ['a platform that speaks JSON', { status: 500, json: { error: { code: 500 } } }, BACKOFF],
  ['a platform that says nothing', { status: 502, html: '' }, BACKOFF],
  ['a broken connection', { broken: true }, BACKOFF],
  ['a time-out of the platform', platform(504), [2]],
  ['a request that took too long', platform(408), [2]],
];
const lasting: [string, Awaited<ReturnType<Behaviour>>, code: number][] = [
  ['bad input', problem(422, 'input', false), 422],
  ['a failure of ours that lasts', problem(500, 'model', false), 500],
  ['a refused token', platform(403), 403],
];

for (const [what, reply, waits] of passing)
  test(`${what} is tried again after ${waits.join(', ')} s`, async (t) => {
    const { functions, execution, world } = await analyze(t, { plan: () => reply });
    t.is(execution.state, 'FAILED');
    t.is(functions.calls.filter(({ step }) => step === 'plan').length, 1 + waits.length);
    t.deepEqual(backoffOf(world), waits);
    t.is(failures(functions).length, 1);
  });

for (const [what, reply, code] of lasting)
  test(`${what} is never tried again`, async (t) => {
    const { functions, execution, world } = await analyze(t, { plan: () => reply });
    t.deepEqual(functions.story(), ['plan', 'fail']);
    t.is(world.waits.length, 0);
    t.like(payloadOf(execution), { code, tags: ['HttpError'] });
    t.like(failures(functions), [{ ...RUN, error: { code, tags: ['HttpError'] } }]);
  });

test('what passes leaves no trace', async (t) => {
  const { functions, execution } = await analyze(t, {
    plan: (_, nth) => (nth === 1 ? transient : order('measure')),
    analyzeChunk: ({ position }, nth) => (position === 1 && nth <= 2 ? platform(500) : {}),
    assemble: (_, nth) => (nth === 1 ? { broken: true } : order('done')),
  });
  t.is(execution.state, 'SUCCEEDED');
  t.deepEqual(failures(functions), []);
});

test('a function that does not answer in its time is tried once more', async (t) => {
  const hurried = loadWorkflow(SOURCE.replaceAll('seconds: 1800', 'seconds: 0.2'));
  const { functions, execution, world } = await analyze(t, { plan: () => new Promise(() => {}) }, hurried);
  t.deepEqual(functions.story(), ['plan', 'plan', 'fail']);
  t.deepEqual(backoffOf(world), [2]);
  t.deepEqual(payloadOf(execution).tags, ['TimeoutError']);
});

test('no more than two tries run out of time, whatever else goes wrong in between', async (t) => {
  const { functions, execution } = await analyze(t, { plan: (_, nth) => platform(nth % 2 === 0 ? 504 : 500) });
  t.deepEqual(functions.story(), ['plan', 'plan', 'plan', 'plan', 'fail']);
  t.is(payloadOf(execution).code, 504);
});

test('no free instance: patience, scattered, three hundred times', async (t) => {
  const { functions, world, execution } = await analyze(t, { plan: () => platform(429) });
  t.is(functions.calls.filter(({ step }) => step === 'plan').length, 301);
  t.deepEqual(backoffOf(world).slice(0, 7), [2, 4, 8, 16, 32, 60, 60]);
  const scattering = world.waits.filter((seconds) => seconds >= 1 && seconds <= 5 && seconds !== 2 && seconds !== 4);
  t.true(new Set(scattering).size > 1);
  t.is(payloadOf(execution).code, 429);
});

test('patience with full platforms leaves the tries for what breaks', async (t) => {
  const { execution } = await analyze(t, {
    analyzeChunk: (_, nth) => (nth <= 8 ? platform(nth % 2 === 0 ? 500 : 429) : {}),
  });
  t.is(execution.state, 'SUCCEEDED');
});

test('a chunk that fails is recorded with its position, and then the run', async (t) => {
  const { functions, execution } = await analyze(t, {
    analyzeChunk: ({ position }) => (position === 1 ? problem(422, 'input', false) : {}),
  });
  t.like(payloadOf(execution), { code: 422, body: { kind: 'input', message: 'no luck: input', transient: false } });
  const [chunk, whole, ...others] = failures(functions);
  t.like(chunk, { ...RUN, itemsKey: 'items-1.json', position: 1, error: { code: 422, body: { kind: 'input' } } });
  t.like(whole, { ...RUN, error: { code: 422, body: { kind: 'input' } } });
  t.false('position' in whole!);
  t.deepEqual(others, []);
  t.false(functions.story().includes('assemble'));
});

test('after a chunk has failed no further one begins', async (t) => {
  const { functions } = await analyze(t, {
    plan: () => order('measure', { count: 500, concurrency: 2 }),
    analyzeChunk: ({ position }) => (position === 3 ? problem(500, 'model', false) : {}),
  });
  t.true(functions.story().filter((step) => step.startsWith('analyzeChunk')).length < 20);
});

test('a chunk that fails in a lane fails the analysis, with its own error', async (t) => {
  const { functions, execution, list } = await analyze(t, {
    plan: () => order('measure', { count: 50, concurrency: 45 }),
    analyzeChunk: ({ position }) => (position === 44 ? problem(500, 'model', false) : {}),
  });
  t.like(payloadOf(execution), { code: 500, body: { kind: 'model' } });
  t.deepEqual(
    failures(functions).map(({ position }) => position),
    [44, undefined],
  );
  const states = (await list()).map(({ name, state }) => (name === execution.name ? 'own' : state));
  t.deepEqual(states.toSorted(), ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'own']);
});

test('a failure that cannot be recorded is told all the same', async (t) => {
  const { functions, execution } = await analyze(t, {
    analyzeChunk: () => problem(422, 'input', false),
    fail: () => platform(503),
  });
  t.like(payloadOf(execution), { code: 422, body: { kind: 'input' } });
  // Five tries for each chunk that had begun, and five for the run.
  t.is(failures(functions).length % 5, 0);
  t.true(failures(functions).length >= 10);
});

test('a function that is not there at all is recorded without a code', async (t) => {
  const functions = await serveFunctions(t);
  const environment = { ...functions.environment, PLAN_URL: 'http://127.0.0.1:9/plan' };
  const endpoint = await serveWorkflow(t, reelsight, environment, createWorld());
  const execution = await endpoint.wait((await endpoint.create(RUN)).name);
  t.is(execution.state, 'FAILED');
  t.deepEqual(functions.story(), ['fail']);
  const [failure] = failures(functions);
  t.like(failure, { error: { tags: ['ConnectionFailedError'] } });
  t.false('code' in failure!.error!);
});

test('a cancelled analysis calls nothing more', async (t) => {
  let release = (): void => {};
  const cancelled = new Promise<void>((resolve) => {
    release = resolve;
  });
  const functions = await serveFunctions(t, {
    plan: () => order('measure', { count: 9, concurrency: 1 }),
    analyzeChunk: () => cancelled.then(() => ({})),
  });
  const endpoint = await serveWorkflow(t, reelsight, functions.environment, createWorld());
  const { name } = await endpoint.create(RUN);
  while (functions.calls.length < 2) await pause(5);
  t.is((await endpoint.call('POST', `/executions/${name.split('/').at(-1)}:cancel`)).status, 200);
  t.is((await endpoint.get(name)).state, 'CANCELLED');
  release();
  // Time for a call that must not come.
  await pause(150);
  t.deepEqual(functions.story(), ['plan', 'analyzeChunk 0']);
});

test('ten thousand chunks fit into the steps of one execution', async (t) => {
  const reply = (json: object) => ({
    code: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(json)),
  });
  let chunks = 0;
  const world = createWorld({
    async send({ url }) {
      if (url.endsWith('/plan')) return reply(order('measure', { count: 10_000, concurrency: 20 }).json as object);
      if (url.endsWith('/assemble')) return reply(order('done').json as object);
      chunks++;
      return reply({});
    },
  });
  const environment = {
    PLAN_URL: 'http://f/plan',
    ANALYZE_CHUNK_URL: 'http://f/chunk',
    ASSEMBLE_URL: 'http://f/assemble',
    FAIL_URL: 'http://f/fail',
  };
  const endpoint = await serveWorkflow(t, reelsight, environment, world);
  t.like(await endpoint.wait((await endpoint.create(RUN)).name), { state: 'SUCCEEDED' });
  t.is(chunks, 10_000);
});
