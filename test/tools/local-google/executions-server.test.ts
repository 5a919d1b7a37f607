import { ExecutionsClient } from '@google-cloud/workflows';
import test, { type ExecutionContext } from 'ava';
import { GoogleAuth, OAuth2Client } from 'google-auth-library';
import type { ExecutionResource } from '../../../tools/local-google/executions/execution.ts';
import { loadWorkflow } from '../../../tools/local-google/workflow/index.ts';
import { createWorld, type Endpoint, NAME, serveWorkflow, type World } from './workflows.ts';

/** Waits for as long as it is told, then answers by its argument. */
const SOURCE = `main:
  params: [a]
  steps:
    - wait:
        call: sys.sleep
        args:
          seconds: \${a.seconds}
    - ended:
        switch:
          - condition: \${"error" in a}
            next: fail
    - answer:
        return:
          n: \${a.n + 1}
          execution: \${sys.get_env("GOOGLE_CLOUD_WORKFLOW_EXECUTION_ID")}
          own: \${sys.get_env("OWN")}
    - fail:
        raise: \${a.error}
`;

const sleepForReal = (seconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

async function serve(t: ExecutionContext, source = SOURCE): Promise<Endpoint & { readonly world: World }> {
  const world = createWorld({ sleep: sleepForReal });
  return { ...(await serveWorkflow(t, loadWorkflow(source), { OWN: 'variable' }, world)), world };
}

test('starts an execution and tells how it went', async (t) => {
  const { create, wait } = await serve(t);
  const { name, ...begun } = await create({ seconds: 0, n: 1 });
  t.regex(name, /^projects\/p\/locations\/europe-west1\/workflows\/reelsight-test\/executions\/[0-9a-f-]{36}$/);
  t.like(begun, { state: 'ACTIVE', argument: '{"seconds":0,"n":1}' });
  const ended = await wait(name);
  t.is(ended.state, 'SUCCEEDED');
  t.deepEqual(JSON.parse(ended.result!), { n: 2, execution: name.split('/').at(-1), own: 'variable' });
  t.true(Date.parse(ended.endTime!) >= Date.parse(ended.startTime));
  t.regex(ended.duration!, /^[\d.]+s$/);
});

test('a failed execution tells its error, and where', async (t) => {
  const { create, wait } = await serve(t);
  const { name } = await create({ seconds: 0, error: { code: 3, message: 'no luck', tags: ['Own'] } });
  const { state, error, result } = await wait(name);
  t.is(state, 'FAILED');
  t.deepEqual(JSON.parse(error!.payload), { code: 3, message: 'no luck', tags: ['Own'] });
  t.is(error!.context, 'no luck\nin step "fail", routine "main"');
  t.deepEqual(error!.stackTrace, { elements: [{ step: 'fail', routine: 'main' }] });
  t.is(result, undefined);
});

test('cancel ends an execution, once', async (t) => {
  const { create, call, get } = await serve(t);
  const { name } = await create({ seconds: 60 });
  const path = `/executions/${name.split('/').at(-1)}:cancel`;
  t.like((await call('POST', path, {})).json, { name, state: 'CANCELLED' });
  t.like(await get(name), { state: 'CANCELLED' });
  t.deepEqual(await call('POST', path, {}), {
    status: 400,
    json: {
      error: { code: 400, status: 'FAILED_PRECONDITION', message: `Execution '${name}' is CANCELLED, not ACTIVE` },
    },
  } as never);
});

test('lists the newest first, by filters, views and pages', async (t) => {
  const { create, call, wait } = await serve(t);
  const list = async (query: Record<string, string>) =>
    (await call('GET', `/executions?${new URLSearchParams(query)}`)).json as {
      executions: ExecutionResource[];
      nextPageToken?: string;
    };
  const done = await create({ seconds: 0, n: 1 });
  await wait(done.name);
  const labels = { 'reelsight-id': 'abc' };
  const { json } = await call('POST', '/executions', { argument: '{"seconds":60}', labels });
  const { name: active } = json as ExecutionResource;
  t.deepEqual(
    (await list({})).executions.map(({ name }) => name),
    [active, done.name],
  );
  t.false('argument' in (await list({})).executions[0]!);
  t.deepEqual((await list({ view: 'FULL' })).executions[0]!.argument, '{"seconds":60}');
  const named = async (filter: string) => (await list({ filter })).executions.map(({ name }) => name);
  t.deepEqual(await named('state="SUCCEEDED"'), [done.name]);
  t.deepEqual(await named('labels."reelsight-id"="abc" AND state="ACTIVE"'), [active]);
  t.deepEqual(await named('labels.reelsight-id="abd"'), []);
  const first = await list({ pageSize: '1' });
  t.deepEqual(
    first.executions.map(({ name }) => name),
    [active],
  );
  const second = await list({ pageSize: '1', pageToken: first.nextPageToken! });
  t.deepEqual(
    second.executions.map(({ name }) => name),
    [done.name],
  );
  t.is(second.nextPageToken, undefined);
});

test('events tell of which execution they are', async (t) => {
  const told: string[] = [];
  const world = createWorld({ onEvent: (event, { argument }) => told.push(`${event.type} ${event.step} ${argument}`) });
  const { create, wait } = await serveWorkflow(t, loadWorkflow(SOURCE), { OWN: '' }, world);
  await wait((await create({ seconds: 0, n: 1 })).name);
  t.deepEqual(
    told,
    ['wait', 'ended', 'answer'].map((step) => `entered ${step} {"seconds":0,"n":1}`),
  );
});

const PARENT = `main:
  params: [a]
  steps:
    - child_or_parent:
        switch:
          - condition: \${"n" in a}
            next: child
    - run_child:
        call: googleapis.workflowexecutions.v1.projects.locations.workflows.executions.run
        args:
          workflow_id: \${a.workflow}
          location: \${sys.get_env("GOOGLE_CLOUD_LOCATION")}
          project_id: \${sys.get_env("GOOGLE_CLOUD_PROJECT_ID")}
          argument: \${a.argument}
          connector_params:
            timeout: 1
        result: answer
    - tell:
        return: \${answer}
    - child:
        call: sys.sleep
        args:
          seconds: \${a.seconds}
    - child_ended:
        return: \${1 // a.n}
`;

async function runParent(
  t: ExecutionContext,
  argument: object,
  workflow = 'reelsight-test',
): Promise<ExecutionResource> {
  const { create, wait } = await serve(t, PARENT);
  return wait((await create({ workflow, argument })).name);
}

test('a child execution answers its parent', async (t) => {
  t.like(await runParent(t, { n: 1, seconds: 0 }), { state: 'SUCCEEDED', result: '1' });
});

test('a child that fails, hangs or does not exist is an error of its parent', async (t) => {
  const failed = JSON.parse((await runParent(t, { n: 0, seconds: 0 })).error!.payload);
  t.like(failed, { tags: ['OperationError'], operation: { state: 'FAILED' } });
  const late = JSON.parse((await runParent(t, { n: 1, seconds: 60 })).error!.payload);
  t.like(late, { tags: ['TimeoutError'] });
  const absent = JSON.parse((await runParent(t, { n: 1, seconds: 0 }, 'other')).error!.payload);
  t.like(absent, { code: 404, tags: ['HttpError'] });
});

test('a child outlives a parent that is cancelled', async (t) => {
  const { create, call, get } = await serve(t, PARENT);
  const { name } = await create({ workflow: 'reelsight-test', argument: { n: 1, seconds: 60 } });
  await call('POST', `/executions/${name.split('/').at(-1)}:cancel`);
  const { executions } = (await call('GET', '/executions')).json as { executions: ExecutionResource[] };
  t.deepEqual(
    executions.map(({ state }) => state),
    ['ACTIVE', 'CANCELLED'],
  );
  t.is((await get(executions[1]!.name)).name, name);
});

test('refuses as Google does', async (t) => {
  const { call, url } = await serve(t);
  const refusal = async (method: string, path: string, body?: unknown) => {
    const { status, json } = await call(method, path, body);
    return `${status} ${(json as { error: { status: string } }).error.status}`;
  };
  t.is(await refusal('GET', '/executions/gone'), '404 NOT_FOUND');
  t.is(await refusal('POST', '/executions/gone:cancel', {}), '404 NOT_FOUND');
  t.is(await refusal('DELETE', '/executions/gone'), '501 UNIMPLEMENTED');
  t.is(await refusal('POST', '/executions/gone:exportData', {}), '501 UNIMPLEMENTED');
  t.is(await refusal('POST', '/executions', { argument: '{' }), '400 INVALID_ARGUMENT');
  t.is(await refusal('POST', '/executions', { argument: {} }), '400 INVALID_ARGUMENT');
  t.is(await refusal('POST', '/executions', { argument: `"${'x'.repeat(32 * 1024)}"` }), '400 INVALID_ARGUMENT');
  t.is(await refusal('POST', '/executions', { colour: 'red' }), '400 INVALID_ARGUMENT');
  t.is(await refusal('POST', '/executions', { labels: { Upper: 'x' } }), '400 INVALID_ARGUMENT');
  t.is(await refusal('POST', '/executions', { labels: { a: 'x'.repeat(64) } }), '400 INVALID_ARGUMENT');
  t.is(await refusal('GET', '/executions?view=HALF'), '400 INVALID_ARGUMENT');
  t.is(await refusal('GET', '/executions?filter=duration%3E1'), '400 INVALID_ARGUMENT');
  t.is((await fetch(`${url}/v1/projects/p/locations/x/workflows/other/executions`)).status, 404);
  t.is((await fetch(`${url}/v1/${NAME}/executions`, { method: 'POST', body: '{' })).status, 400);
});

test('answers where a client has put the host of the API before the path', async (t) => {
  const { url } = await serve(t);
  t.is((await fetch(`${url}/workflowexecutions.googleapis.com/v1/${NAME}/executions`)).status, 200);
});

test("answers Google's own client", async (t) => {
  const { url, wait } = await serve(t);
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'token', expiry_date: Date.now() + 3_600_000 });
  const client = new ExecutionsClient({
    ...{ fallback: true, protocol: 'http', apiEndpoint: '127.0.0.1', port: Number(new URL(url).port) },
    projectId: 'p',
    auth: new GoogleAuth({ authClient }) as never,
  });
  t.teardown(() => client.close());
  const execution = { argument: '{"seconds":0,"n":1}', labels: { 'reelsight-attempt': '1' } };
  const [created] = await client.createExecution({ parent: NAME, execution });
  t.like(created, { state: 'ACTIVE', argument: execution.argument });
  await wait(created.name!);
  const [got] = await client.getExecution({ name: created.name! });
  t.like(got, { state: 'SUCCEEDED', labels: execution.labels });
  t.is(JSON.parse(got.result!).n, 2);
  const [slow] = await client.createExecution({ parent: NAME, execution: { argument: '{"seconds":60}' } });
  const [cancelled] = await client.cancelExecution({ name: slow.name! });
  t.is(cancelled.state, 'CANCELLED');
  const [listed] = await client.listExecutions({ parent: NAME, filter: 'state="CANCELLED"', view: 'FULL' });
  t.deepEqual(
    listed.map(({ name }) => name),
    [slow.name],
  );
  await t.throwsAsync(client.getExecution({ name: `${NAME}/executions/gone` }), { message: /does not exist/ });
});
