import type { SFNClient } from '@aws-sdk/client-sfn';
import test, { type ExecutionContext } from 'ava';
import { createStepFunctionsEngine } from '../../../src/adapters/aws/engine.ts';
import { ReelsightError } from '../../../src/core/index.ts';
import type { Engine, Run } from '../../../src/service/index.ts';
import {
  ARN,
  createWorld,
  FunctionError,
  hang,
  type Lambda,
  load,
  machineOf,
  serveMachine,
  task,
} from '../../tools/local-aws/machines.ts';

const RUN: Run = { id: '0123456789abcdef0123456789abcdef', attempt: 1 };

async function open(t: ExecutionContext, lambda: Lambda, top: object = {}) {
  const world = createWorld({ F: lambda });
  const machine = load(machineOf({ T: task() }, top));
  const { server, client } = await serveMachine(t, machine, world);
  return { world, server, client, engine: createStepFunctionsEngine({ client, stateMachineArn: ARN }) };
}

async function waitFor(engine: Engine, run: Run) {
  for (;;) {
    const state = await engine.find(run);
    if (state.state !== 'running') return state;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('runs an analysis by its id and attempt', async (t) => {
  const { engine, world } = await open(t, () => null);
  t.deepEqual(await engine.find(RUN), { state: 'unknown' });
  t.is(await engine.start(RUN), 'started');
  t.deepEqual(await waitFor(engine, RUN), { state: 'succeeded' });
  t.deepEqual(world.calls, [{ name: 'F', payload: { id: RUN.id, attempt: 1 } }]);
});

test('starting what runs is harmless; what has ended exists', async (t) => {
  const { engine, world } = await open(t, hang);
  t.is(await engine.start(RUN), 'started');
  t.is(await engine.start(RUN), 'started');
  t.deepEqual(await engine.find(RUN), { state: 'running' });
  t.is(world.calls.length, 1);
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
  const { engine } = await open(t, hang);
  await t.notThrowsAsync(engine.stop(RUN));
});

test('a failure has its reason', async (t) => {
  const { engine } = await open(t, () => {
    throw new FunctionError('Reelsight.Input', 'This video has no pictures.');
  });
  await engine.start(RUN);
  t.deepEqual(await waitFor(engine, RUN), { state: 'failed', reason: 'Reelsight.Input: This video has no pictures.' });

  const timed = await open(t, hang, { TimeoutSeconds: 1 });
  await timed.engine.start(RUN);
  t.deepEqual(await waitFor(timed.engine, RUN), {
    state: 'failed',
    reason: 'The analysis ran longer than its state machine allows.',
  });
});

test('every status has its state', async (t) => {
  const find = (answer: object) => {
    const client = { send: async () => answer } as unknown as SFNClient;
    return createStepFunctionsEngine({ client, stateMachineArn: ARN }).find(RUN);
  };
  for (const [answer, state] of [
    [{ status: 'RUNNING' }, { state: 'running' }],
    [{ status: 'PENDING_REDRIVE' }, { state: 'running' }],
    [{ status: 'SUCCEEDED' }, { state: 'succeeded' }],
    [{ status: 'ABORTED', error: 'x' }, { state: 'cancelled' }],
    [
      { status: 'FAILED', error: 'States.Timeout', cause: '' },
      { state: 'failed', reason: 'States.Timeout' },
    ],
    [
      { status: 'FAILED', error: 'A', cause: '{"x":1}' },
      { state: 'failed', reason: 'A: {"x":1}' },
    ],
    [
      { status: 'FAILED', error: 'A', cause: 'null' },
      { state: 'failed', reason: 'A: null' },
    ],
    [{ status: 'FAILED' }, { state: 'failed', reason: 'The execution ended as FAILED and says no more.' }],
  ] as const)
    t.deepEqual(await find(answer), state);
});

test('errors of the SDK are mapped', async (t) => {
  const { client, server } = await open(t, hang);
  const elsewhere = createStepFunctionsEngine({ client, stateMachineArn: `${ARN}-2` });
  const absent = await t.throwsAsync(elsewhere.start(RUN), { instanceOf: ReelsightError });
  t.regex(absent!.message, new RegExp(`^Cannot start the execution ${RUN.id}: `));
  t.false(absent!.retryable);

  const engine = createStepFunctionsEngine({ client, stateMachineArn: ARN });
  await server.close();
  for (const call of [engine.start(RUN), engine.stop(RUN), engine.find(RUN)]) {
    const error = await t.throwsAsync(call, { instanceOf: ReelsightError });
    t.true(error!.retryable);
  }
});
