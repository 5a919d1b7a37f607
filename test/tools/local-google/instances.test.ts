import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { DeployedFunction } from '../../../tools/local-google/functions/instance.ts';
import { createInstances } from '../../../tools/local-google/functions/instances.ts';
import { makeFolder } from '../../helpers/clips.ts';

/** A function that says which process it is after so many milliseconds; `/end` ends it. */
const SOURCE = `
const { http } = require('@google-cloud/functions-framework');
http('work', (request, response) => {
  if (request.path === '/end') process.kill(process.pid, 'SIGKILL');
  setTimeout(() => response.json({ pid: process.pid, body: request.body, told: process.env.TOLD }), Number(request.query.ms ?? 0));
});
`;

async function open(t: ExecutionContext, settings: Partial<DeployedFunction> = {}, source = SOURCE) {
  const { path, remove } = await makeFolder();
  const folder = join(path, 'work');
  await mkdir(folder);
  await writeFile(join(folder, 'index.cjs'), source);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ main: 'index.cjs' }));
  const lines: string[] = [];
  const instances = createInstances(
    {
      key: 'work',
      folder,
      entryPoint: 'work',
      signature: 'http',
      environment: { TOLD: 'yes' },
      concurrency: 1,
      maxInstances: 2,
      ...settings,
    },
    (line) => lines.push(line),
  );
  t.teardown(async () => {
    await instances.close();
    await remove();
  });
  const headers = { 'content-type': 'application/json' };
  const call = async (path: string, body: object = {}) => {
    const request = { method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) };
    const answer = await instances.call(request);
    const text = Buffer.from(answer.body).toString();
    return { status: answer.status, json: answer.status === 200 ? JSON.parse(text) : text };
  };
  return { call, lines };
}

test('an instance is started when it is needed, and used again', async (t) => {
  const { call } = await open(t);
  const first = await call('/', { a: 1 });
  t.like(first, { status: 200, json: { body: { a: 1 }, told: 'yes' } });
  t.is((await call('/')).json.pid, first.json.pid);
});

test('calls at once go to instances of their own, and what is too many waits', async (t) => {
  const { call } = await open(t);
  const answers = await Promise.all([1, 2, 3, 4].map(() => call('/?ms=300')));
  t.true(answers.every(({ status }) => status === 200));
  t.is(new Set(answers.map(({ json }) => json.pid)).size, 2);
});

test('several at once are one process where the function says so', async (t) => {
  const { call } = await open(t, { concurrency: 10 });
  const answers = await Promise.all([1, 2, 3].map(() => call('/?ms=100')));
  t.is(new Set(answers.map(({ json }) => json.pid)).size, 1);
});

test('an instance that ends in mid-call is told as Cloud Run does, and another takes its place', async (t) => {
  const { call, lines } = await open(t);
  const gone = await call('/end');
  t.is(gone.status, 503);
  t.regex(lines.join('\n'), /The instance is gone/);
  t.is((await call('/')).status, 200);
});

test('a source that cannot be loaded is told with what it said', async (t) => {
  const { call, lines } = await open(t, {}, "throw new Error('no such thing');");
  t.is((await call('/')).status, 503);
  t.regex(lines.join('\n'), /no such thing/);
  t.regex(lines.join('\n'), /The function work did not start/);
});
