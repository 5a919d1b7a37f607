import test from 'ava';
import {
  createWorld,
  FunctionError,
  hang,
  type Lambda,
  load,
  machineOf,
  map,
  reelsight,
  run,
  task,
  throttle,
} from './machines.ts';

const RUN = { id: 'a', attempt: 1 };
const planned = (next: string, concurrency = 2) => ({ ...RUN, next, itemsKey: 'items.json', concurrency });
const items = (count: number) => ({
  'Bucket/items.json': JSON.stringify(Array.from({ length: count }, (_, index) => ({ ...RUN, index }))),
});

/** The deployed machine's functions, where all goes well. */
const steps = (others: Record<string, Lambda> = {}): Record<string, Lambda> => ({
  PlanLambdaFunction: () => planned('measure'),
  AnalyzeChunkLambdaFunction: () => ({ measured: true }),
  AssembleLambdaFunction: () => planned('done'),
  FailLambdaFunction: () => null,
  ...others,
});

/** Answers by turns; the last for ever. */
function inTurn(...answers: (() => unknown)[]): Lambda {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)]!();
}

const failWith = (errorType: string) => () => {
  throw new FunctionError(errorType);
};

test('the deployed definition: plan, every chunk, assemble', async (t) => {
  const world = createWorld(steps(), items(5));
  t.deepEqual(await run(reelsight, RUN, world), { status: 'SUCCEEDED', output: planned('done') });
  t.deepEqual(world.calls[0], { name: 'PlanLambdaFunction', payload: RUN });
  const chunks = world.calls.filter(({ name }) => name === 'AnalyzeChunkLambdaFunction');
  t.deepEqual(
    chunks.map(({ payload }) => payload),
    [0, 1, 2, 3, 4].map((index) => ({ ...RUN, index })),
  );
  t.deepEqual(world.calls.at(-1), { name: 'AssembleLambdaFunction', payload: planned('measure') });
  t.deepEqual(
    world.events.filter(({ item }) => item === null).map((event) => event.type === 'entered' && event.state),
    ['Plan', 'WhatNext', 'Measure', 'Assemble', 'WhatNext', 'Done'],
  );
});

test('the deployed definition: what was measured before is not measured again', async (t) => {
  const world = createWorld(steps({ PlanLambdaFunction: () => planned('assemble') }));
  t.is((await run(reelsight, RUN, world)).status, 'SUCCEEDED');
  t.deepEqual(
    world.calls.map(({ name }) => name),
    ['PlanLambdaFunction', 'AssembleLambdaFunction'],
  );
  const done = createWorld(steps({ PlanLambdaFunction: () => planned('done') }));
  t.is((await run(reelsight, RUN, done)).status, 'SUCCEEDED');
  t.is(done.calls.length, 1);
});

test('the deployed definition: assemble may send it round again', async (t) => {
  const assemble = inTurn(
    () => ({ ...planned('measure'), itemsKey: 'whole.json' }),
    () => planned('done'),
  );
  const objects = { ...items(3), 'Bucket/whole.json': JSON.stringify([{ ...RUN, index: 0 }]) };
  const world = createWorld(steps({ AssembleLambdaFunction: assemble }), objects);
  t.is((await run(reelsight, RUN, world)).status, 'SUCCEEDED');
  t.is(world.calls.filter(({ name }) => name === 'AnalyzeChunkLambdaFunction').length, 4);
});

test('the deployed definition: bad input is not tried again, and recorded', async (t) => {
  const world = createWorld(steps({ PlanLambdaFunction: failWith('Reelsight.Input') }));
  const cause = JSON.stringify({ errorType: 'Reelsight.Input', errorMessage: 'no luck' });
  t.deepEqual(await run(reelsight, RUN, world), { status: 'FAILED', error: 'Reelsight.Input', cause });
  t.deepEqual(world.calls, [
    { name: 'PlanLambdaFunction', payload: RUN },
    { name: 'FailLambdaFunction', payload: { ...RUN, error: { Error: 'Reelsight.Input', Cause: cause } } },
  ]);
  t.deepEqual(world.waits, []);
});

test('the deployed definition: what may pass is tried four times more, with doubling waits', async (t) => {
  const world = createWorld(steps({ PlanLambdaFunction: failWith('Reelsight.Transient') }));
  const result = await run(reelsight, RUN, world);
  t.like(result, { status: 'FAILED', error: 'Reelsight.Transient' });
  t.deepEqual(world.waits, [2, 4, 8, 16]);
});

test('the deployed definition: throttling has its own, patient count', async (t) => {
  const flaky = failWith('Lambda.Unknown');
  const throttled = Array.from({ length: 7 }, () => throttle);
  const plan = inTurn(flaky, ...throttled, flaky, flaky, flaky, () => planned('done'));
  const world = createWorld(steps({ PlanLambdaFunction: plan }), {}, { random: () => 0.5 });
  t.is((await run(reelsight, RUN, world)).status, 'SUCCEEDED');
  // Half of 2, 4, 8, … 60 at most for the throttling; half of 2, 4, 8, 16 around it.
  t.deepEqual(world.waits, [1, 1, 2, 4, 8, 16, 30, 30, 2, 4, 8]);
});

test('the deployed definition: what runs out of time is tried once more', async (t) => {
  const world = createWorld(steps({ PlanLambdaFunction: failWith('Sandbox.Timedout') }));
  t.like(await run(reelsight, RUN, world), { status: 'FAILED', error: 'Sandbox.Timedout' });
  t.deepEqual(world.waits, [2]);
});

test('the deployed definition: a chunk that fails is recorded, and fails the analysis', async (t) => {
  let stopped = false;
  const worker: Lambda = ({ index }: { index: number }, signal) => {
    signal.addEventListener('abort', () => {
      if (index === 2) stopped = true;
    });
    if (index === 1) throw new FunctionError('Reelsight.Failed', 'cannot decode');
    return index === 2 ? hang(undefined as never, signal) : null;
  };
  const world = createWorld(steps({ AnalyzeChunkLambdaFunction: worker }), items(20));
  const result = await run(reelsight, RUN, world);
  const cause = 'The specified tolerated failure threshold was exceeded';
  t.deepEqual(result, { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold', cause });
  const fails = world.calls.filter(({ name }) => name === 'FailLambdaFunction').map(({ payload }) => payload);
  const chunkCause = JSON.stringify({ errorType: 'Reelsight.Failed', errorMessage: 'cannot decode' });
  t.deepEqual(fails, [
    { ...RUN, index: 1, error: { Error: 'Reelsight.Failed', Cause: chunkCause } },
    { ...planned('measure'), error: { Error: 'States.ExceedToleratedFailureThreshold', Cause: cause } },
  ]);
  t.true(world.calls.length < 8, 'the other chunks were not started');
  t.true(stopped, 'the one that ran was stopped');
});

test('the deployed definition: a list of chunks that cannot be read at first is read again', async (t) => {
  let reads = 0;
  const world = createWorld(
    steps(),
    {},
    {
      async readObject() {
        if (++reads < 3) throw new Error('Please reduce your request rate.');
        return new TextEncoder().encode('[]');
      },
    },
  );
  t.like(await run(reelsight, RUN, world), { status: 'SUCCEEDED' });
  t.deepEqual(world.waits, [2, 4]);
});

test('the deployed definition: no list of chunks is a recorded failure', async (t) => {
  for (const objects of [{}, { 'Bucket/items.json': '{}' }, { 'Bucket/items.json': '[' }]) {
    const world = createWorld(steps(), objects);
    t.like(await run(reelsight, RUN, world), { status: 'FAILED', error: 'States.ItemReaderFailed' });
    t.is(world.calls.at(-1)!.name, 'FailLambdaFunction');
  }
});

test('the deployed definition: a plan without `next` fails as Step Functions fails it, caught by nothing', async (t) => {
  const world = createWorld(steps({ PlanLambdaFunction: () => ({ id: 'a' }) }));
  t.like(await run(reelsight, RUN, world), { status: 'FAILED', error: 'States.Runtime' });
  t.is(world.calls.length, 1);
});

test('a map runs as many children at once as it may', async (t) => {
  for (const [concurrency, expected] of [
    [1, 1],
    [7, 7],
    [100, 60],
    [0, 60],
  ] as const) {
    let [running, most] = [0, 0];
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const worker: Lambda = async () => {
      most = Math.max(most, ++running);
      // All that may run at once are waited for; were there more, it would show.
      if (running === expected) setTimeout(open, 2);
      await opened;
      running--;
    };
    const objects = { 'b/k': JSON.stringify(Array.from({ length: 60 }, (_, i) => i)) };
    const world = createWorld({ F: worker }, objects);
    const machine = load(machineOf({ M: map({ ResultPath: null, End: true }) }));
    const input = { key: 'k', concurrency };
    t.deepEqual(await run(machine, input, world), { status: 'SUCCEEDED', output: input });
    t.is(most, expected);
  }
});

test("a map's result is its children's outputs, in the order of the items", async (t) => {
  const slowFirst: Lambda = async (item: number) => {
    await new Promise((resolve) => setTimeout(resolve, item === 0 ? 20 : 0));
    return item * 2;
  };
  const child = machineOf({ Child: task({ OutputPath: '$.Payload', End: true }) });
  const machine = load(machineOf({ M: map({ ResultPath: '$.out', End: true }, child) }));
  for (const [text, out] of [
    ['[0,1,2]', [0, 2, 4]],
    ['[]', []],
  ] as const) {
    const world = createWorld({ F: slowFirst }, { 'b/k': text });
    const input = { key: 'k', concurrency: 3 };
    t.deepEqual(await run(machine, input, world), { status: 'SUCCEEDED', output: { ...input, out } });
  }
});

test('a concurrency that is not a whole number fails', async (t) => {
  const machine = load(machineOf({ M: map() }));
  for (const concurrency of [-1, 1.5, '2', null]) {
    const result = await run(machine, { key: 'k', concurrency }, createWorld({ F: () => 1 }, { 'b/k': '[1]' }));
    t.like(result, { status: 'FAILED', error: 'States.Runtime' });
  }
});

test('ResultPath and OutputPath', async (t) => {
  const result = { ExecutedVersion: '$LATEST', Payload: { x: 1 }, StatusCode: 200 };
  for (const [fields, output] of [
    [{}, result],
    [{ OutputPath: '$.Payload.x' }, 1],
    [{ ResultPath: null }, { a: { b: 1 } }],
    [{ OutputPath: null }, {}],
    [{ ResultPath: '$.a.c' }, { a: { b: 1, c: result } }],
    [{ ResultPath: '$.new.deep', OutputPath: '$.new.deep.StatusCode' }, 200],
  ] as const) {
    const machine = load(machineOf({ T: task({ ...fields, End: true }) }));
    t.deepEqual(await run(machine, { a: { b: 1 } }, createWorld({ F: () => ({ x: 1 }) })), {
      status: 'SUCCEEDED',
      output,
    });
  }
  const wrong = load(machineOf({ T: task({ ResultPath: '$.a.b.c', End: true }) }));
  t.like(await run(wrong, { a: { b: 1 } }, createWorld({ F: () => 1 })), { error: 'States.ResultPathMatchFailure' });
});

test('the first retrier that matches decides, and each has its own count', async (t) => {
  const machine = load(
    machineOf({
      T: task({
        Retry: [
          { ErrorEquals: ['A'], IntervalSeconds: 3, BackoffRate: 1.5, MaxAttempts: 2 },
          { ErrorEquals: ['Never'], MaxAttempts: 0 },
          { ErrorEquals: ['States.ALL'], MaxDelaySeconds: 3 },
        ],
        End: true,
      }),
    }),
  );
  const [a, b] = [failWith('A'), failWith('B')];
  const world = createWorld({ F: inTurn(a, b, a, b, b, a) });
  t.like(await run(machine, {}, world), { status: 'FAILED', error: 'A' });
  t.deepEqual(world.waits, [3, 1, 4.5, 2, 3]);

  const never = createWorld({ F: failWith('Never') });
  t.like(await run(machine, {}, never), { status: 'FAILED', error: 'Never' });
  t.is(never.calls.length, 1);
});

test('errors have the names that Step Functions gives them', async (t) => {
  const machine = load(machineOf({ T: task() }));
  const unreachable: Lambda = () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const untyped: Lambda = () => {
    throw new FunctionError(undefined as never);
  };
  for (const [lambdas, error] of [
    [{ F: throttle }, 'Lambda.TooManyRequestsException'],
    [{}, 'Lambda.ResourceNotFoundException'],
    [{ F: unreachable }, 'Lambda.SdkClientException'],
    [{ F: untyped }, 'Lambda.Unknown'],
  ] as const)
    t.like(await run(machine, {}, createWorld(lambdas)), { status: 'FAILED', error });
});

test('a task that takes too long is States.Timeout, whatever the function does', async (t) => {
  const aborted: boolean[] = [];
  const deaf: Lambda = (_, signal) => {
    signal.addEventListener('abort', () => aborted.push(true));
    return new Promise(() => {});
  };
  const retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }];
  const machine = load(machineOf({ T: task({ TimeoutSeconds: 1, Retry: retry, End: true }) }));
  const world = createWorld({ F: deaf });
  t.deepEqual(await run(machine, {}, world), { status: 'FAILED', error: 'States.Timeout', cause: '' });
  t.deepEqual(world.waits, [1]);
  t.deepEqual(aborted, [true, true]);
});

test('an execution that takes too long is TIMED_OUT, and catches do not see it', async (t) => {
  const catchAll = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Done' }], End: true };
  const states = { M: map(catchAll), Done: { Type: 'Succeed' } };
  const machine = load(machineOf(states, { TimeoutSeconds: 1 }));
  const world = createWorld({ F: hang }, { 'b/k': '[1,2]' });
  t.deepEqual(await run(machine, { key: 'k', concurrency: 2 }, world), { status: 'TIMED_OUT' });
});

test('an abort ends an execution at once, in a call as in a wait', async (t) => {
  const catchAll = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Done' }], End: true };
  const retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'] }];
  const child = machineOf({ Child: task({ Retry: retry, End: true }) });
  const machine = load(machineOf({ M: map(catchAll, child), Done: { Type: 'Succeed' } }));
  const calling = createWorld({ F: hang }, { 'b/k': '[1,2]' });
  const never = () => new Promise<never>(() => {});
  const waiting = createWorld({ F: throttle }, { 'b/k': '[1,2]' }, { sleep: never });
  for (const world of [calling, waiting]) {
    const controller = new AbortController();
    const result = run(machine, { key: 'k', concurrency: 2 }, world, controller.signal);
    setTimeout(() => controller.abort(), 20);
    t.deepEqual(await result, { status: 'ABORTED' });
  }
  t.deepEqual(await run(machine, {}, calling, AbortSignal.abort()), { status: 'ABORTED' });
});

test('what is too large to pass on fails, caught by nothing', async (t) => {
  const catchAll = { Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Done' }], Next: 'Done' };
  const machine = load(machineOf({ T: task(catchAll), Done: { Type: 'Succeed' } }));
  const world = createWorld({ F: () => 'ä'.repeat(132_000) });
  t.like(await run(machine, {}, world), { status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('a loop without an end runs into the limit of the history', async (t) => {
  const choice = (to: string) => ({
    Type: 'Choice',
    Choices: [{ Variable: '$.x', StringEquals: 'out', Next: 'Done' }],
    Default: to,
  });
  const machine = load(machineOf({ A: choice('B'), B: choice('A'), Done: { Type: 'Succeed' } }));
  t.deepEqual(await run(machine, { x: 1 }, createWorld({})), {
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
});

test('a thousand children and their signals leave nothing behind', async (t) => {
  const objects = { 'b/k': JSON.stringify(Array.from({ length: 1000 }, (_, i) => i)) };
  const world = createWorld({ F: () => null }, objects);
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const machine = load(machineOf({ M: map({ ResultPath: null, End: true }) }));
  t.is((await run(machine, { key: 'k', concurrency: 0 }, world)).status, 'SUCCEEDED');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  t.deepEqual(warnings, []);
});
