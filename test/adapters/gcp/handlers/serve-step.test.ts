import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { createInstances } from '../../../../tools/local-google/functions/instances.ts';
import { bundleHandler } from '../../../../tools/serverless-google/src/package/bundle.ts';
import { makeFolder } from '../../../helpers/clips.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
const folder = await makeFolder();

/** Three steps: one that ends, one that throws, one that never ends. */
const SOURCE = `
import { z } from 'zod';
import { ReelsightError } from '${ROOT}/src/core/index.ts';
import { serveStep } from '${ROOT}/src/adapters/gcp/handlers/serve-step.ts';
serveStep('work', z.object({ how: z.enum(['end', 'fail', 'hang']) }), async ({ how }) => {
  if (how === 'fail') throw new ReelsightError('storage', 'Busy.', { retryable: true });
  if (how === 'hang') await new Promise(() => {});
  return { pid: process.pid };
});
`;

const source = join(folder.path, 'work');
await mkdir(source);
await writeFile(join(folder.path, 'work.ts'), SOURCE);
const { code } = await bundleHandler({
  key: 'work',
  handler: join(folder.path, 'work.ts'),
  serviceDir: ROOT,
  // Nothing here measures.
  options: { nodePaths: [join(ROOT, 'node_modules')], external: ['onnxruntime-node'] },
});
await writeFile(join(source, 'index.cjs'), code);
await writeFile(join(source, 'package.json'), JSON.stringify({ main: 'index.cjs' }));

const instances = createInstances(
  {
    key: 'work',
    folder: source,
    entryPoint: 'work',
    signature: 'http',
    environment: { REELSIGHT_BUCKET: 'b', REELSIGHT_MODELS: 'm', REELSIGHT_TIMEOUT_SECONDS: '10' },
    concurrency: 1,
    maxInstances: 1,
  },
  () => {},
);
test.after.always(async () => {
  await instances.close();
  await folder.remove();
});

const call = async (body: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await instances.call({
    method: 'POST',
    path: '/',
    headers,
    body: Buffer.from(JSON.stringify(body)),
  });
  const text = Buffer.from(answer.body).toString();
  return { status: answer.status, json: answer.headers['content-type']?.includes('json') ? JSON.parse(text) : text };
};

test.serial('a step answers with JSON, and with what its errors are', async (t) => {
  t.is((await call({ how: 'end' })).status, 200);
  t.deepEqual(await call({ how: 'fail' }), {
    status: 503,
    json: { kind: 'storage', message: 'Busy.', transient: true },
  });
  const bad = await call({ how: 'otherwise' });
  t.is(bad.status, 422);
  t.like(bad.json, { kind: 'input', transient: false });
});

test.serial('a step that is out of time ends with its process, and the next has one of its own', async (t) => {
  const before = (await call({ how: 'end' })).json.pid;
  const answer = await call({ how: 'hang' });
  t.is(answer.status, 504);
  t.is(typeof answer.json, 'string');
  let after = await call({ how: 'end' });
  // The process may still be ending: the platform says so, and is asked again.
  while (after.status === 503) after = await call({ how: 'end' });
  t.is(after.status, 200);
  t.not(after.json.pid, before);
});
