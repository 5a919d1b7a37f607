import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidExecutionInput,
  InvalidName,
  ListExecutionsCommand,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import test, { type ExecutionContext } from 'ava';
import type { ExecutionPorts } from '../../../tools/local-aws/state-machine/index.ts';
import { ARN, createWorld, FunctionError, hang, type Lambda, load, machineOf, serveMachine, task } from './machines.ts';

const arnOf = (name: string) => `arn:aws:states:eu-west-1:123456789012:execution:reelsight-test:${name}`;

async function serve(t: ExecutionContext, lambda: Lambda, others: Partial<ExecutionPorts> = {}) {
  const world = createWorld({ F: lambda }, {}, others);
  const machine = load(machineOf({ T: task({ OutputPath: '$.Payload', End: true }) }));
  const { server, client } = await serveMachine(t, machine, world);
  const describe = (name: string) => client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }));
  const start = (name: string, input = '{}') =>
    client.send(new StartExecutionCommand({ stateMachineArn: ARN, name, input }));
  const wait = async (name: string) => {
    for (;;) {
      const execution = await describe(name);
      if (execution.status !== 'RUNNING') return execution;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { server, client, world, describe, start, wait };
}

test('starts an execution and tells how it went', async (t) => {
  const { start, wait } = await serve(t, ({ n }: { n: number }) => ({ n: n + 1 }));
  const { executionArn, startDate } = await start('a', '{"n": 1}');
  t.is(executionArn, arnOf('a'));
  const execution = await wait('a');
  t.like(execution, {
    executionArn,
    stateMachineArn: ARN,
    name: 'a',
    status: 'SUCCEEDED',
    input: '{"n": 1}',
    output: '{"n":2}',
    startDate,
  });
  t.true(execution.stopDate! >= startDate!);
  t.true(Math.abs(Date.now() - startDate!.getTime()) < 60_000);
  t.is(execution.error, undefined);
});

test('a failed execution has an error and a cause', async (t) => {
  const { start, wait } = await serve(t, () => {
    throw new FunctionError('Reelsight.Failed');
  });
  await start('a');
  const cause = '{"errorType":"Reelsight.Failed","errorMessage":"no luck"}';
  const execution = await wait('a');
  t.like(execution, { status: 'FAILED', error: 'Reelsight.Failed', cause });
  t.is(execution.output, undefined);
});

test('starting again is harmless while it runs, and refused when it has ended or the input differs', async (t) => {
  const { start, client, wait, world } = await serve(t, hang);
  const first = await start('a', '{"n":1}');
  t.deepEqual((await start('a', '{"n":1}')).startDate, first.startDate);
  t.is(world.calls.length, 1);
  await t.throwsAsync(start('a', '{"n":2}'), { instanceOf: ExecutionAlreadyExists });
  await client.send(new StopExecutionCommand({ executionArn: arnOf('a') }));
  await wait('a');
  await t.throwsAsync(start('a', '{"n":1}'), { instanceOf: ExecutionAlreadyExists });
  t.is(world.calls.length, 1);
});

test('an execution without a name gets one', async (t) => {
  const { client } = await serve(t, () => null);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: ARN }));
  t.regex(executionArn!, /:reelsight-test:[0-9a-f-]{36}$/);
});

test('stop ends an execution, once and for all', async (t) => {
  const { start, client, describe } = await serve(t, hang);
  await start('a');
  const stop = (cause: string) =>
    client.send(new StopExecutionCommand({ executionArn: arnOf('a'), error: 'Manual', cause }));
  const { stopDate } = await stop('enough');
  t.like(await describe('a'), { status: 'ABORTED', error: 'Manual', cause: 'enough', stopDate });
  t.deepEqual((await stop('again')).stopDate, stopDate);
  t.like(await describe('a'), { status: 'ABORTED', cause: 'enough' });
});

test('refuses as AWS does', async (t) => {
  const { start, client, describe } = await serve(t, () => null);
  await t.throwsAsync(describe('gone'), { instanceOf: ExecutionDoesNotExist });
  const stop = client.send(new StopExecutionCommand({ executionArn: arnOf('gone') }));
  await t.throwsAsync(stop, { instanceOf: ExecutionDoesNotExist });
  const elsewhere = client.send(new StartExecutionCommand({ stateMachineArn: `${ARN}-2`, name: 'a' }));
  await t.throwsAsync(elsewhere, { instanceOf: StateMachineDoesNotExist });
  for (const name of ['a b', 'a/b', 'a:b', 'n'.repeat(81)])
    await t.throwsAsync(start(name), { instanceOf: InvalidName }, name);
  await t.throwsAsync(start('a', '{'), { instanceOf: InvalidExecutionInput });
  await t.throwsAsync(start('a', `"${'x'.repeat(262_143)}"`), { instanceOf: InvalidExecutionInput });
});

test('what is not supported is refused loudly', async (t) => {
  const { client, server } = await serve(t, () => null);
  const list = client.send(new ListExecutionsCommand({ stateMachineArn: ARN }));
  await t.throwsAsync(list, {
    name: 'UnknownOperationException',
    message: /ListExecutions.*Supported:.*StartExecution/,
  });
  const traced = client.send(new StartExecutionCommand({ stateMachineArn: ARN, traceHeader: 'x' }));
  await t.throwsAsync(traced, { name: 'ValidationException', message: /traceHeader/ });
  for (const [headers, body, type] of [
    [{}, '{}', 'UnknownOperationException'],
    [{ 'x-amz-target': 'toString' }, '{}', 'UnknownOperationException'],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{', 'SerializationException'],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '[]', 'ValidationException'],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{}', 'ValidationException'],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{"stateMachineArn":1}', 'ValidationException'],
    [{ 'x-amz-target': 'AWSStepFunctions.StartExecution' }, 'x'.repeat(1_100_000), 'ValidationException'],
  ] as const) {
    const response = await fetch(server.url, { method: 'POST', headers, body });
    t.is(response.status, 400);
    t.like(await response.json(), { __type: type });
  }
});

test('a port that breaks fails the execution, not the endpoint', async (t) => {
  const { start, wait } = await serve(t, () => null, {
    onEvent() {
      throw new Error('no room in the log');
    },
  });
  await start('a');
  t.like(await wait('a'), { status: 'FAILED', error: 'States.Runtime', cause: 'no room in the log' });
});

test('close stops what runs and waits for its calls', async (t) => {
  let ended = false;
  const lingering: Lambda = async (_, signal) => {
    await hang(undefined as never, signal).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 30));
    ended = true;
  };
  const { start, server, world } = await serve(t, lingering);
  await start('a');
  while (world.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await server.close();
  t.true(ended);
  await t.throwsAsync(fetch(server.url));
});
