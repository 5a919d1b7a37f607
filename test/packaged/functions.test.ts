import test from 'ava';
import { readText } from '../helpers/object-store-server.ts';
import { packageService } from './package-service.ts';
import { httpEvent, openStack, uploadEvent } from './stack.ts';

const stack = await openStack(await packageService('x86_64', { architecture: 'x86_64' }));
test.after.always(() => stack.close());

const start = async (name: string) => {
  const one = stack.start(name, { environment: stack.environment });
  const { loaded, crash } = await one.next();
  if (loaded !== 'function') throw new Error(`${name} did not load: ${crash?.message}`);
  return one;
};

/** Calls a function once in a process of its own. */
async function call<T>(name: string, event: unknown): Promise<T> {
  const one = await start(name);
  const { result, error, crash } = await one.call(event);
  one.stop();
  const failure = error ?? crash;
  if (failure)
    throw new Error(`${name} failed: ${failure.name}: ${failure.message}\n${failure.stack}\n${one.output()}`);
  return result as T;
}

const readJson = async (key: string) => JSON.parse(await readText(stack.client, stack.bucket, key));

for (const name of ['plan', 'analyzeChunk', 'assemble', 'fail', 'onUpload', 'api'])
  test.serial(`${name} loads where it is deployed: Node 24, no rights, nothing to write but /tmp`, async (t) => {
    const script = `
      const { writeFileSync } = require('node:fs');
      const isWritable = (path) => { try { writeFileSync(path, ''); return true; } catch { return false; } };
      return {
        node: process.version.split('.')[0], user: process.getuid(), folder: process.cwd(),
        writable: ['/', '/var/task/', '/opt/', '/tmp/'].filter((folder) => isWritable(folder + 'x')),
      };`;
    t.deepEqual(await call(name, { eval: script }), {
      node: 'v24',
      user: 993,
      folder: '/var/task',
      writable: ['/tmp/'],
    });
  });

test.serial('onnxruntime and ffmpeg start from their layers', async (t) => {
  const result = await call<{ outputs: string[]; version: string }>('analyzeChunk', {
    eval: `
      const { InferenceSession } = require('onnxruntime-node');
      const session = await InferenceSession.create('/opt/models/0-safety.onnx');
      const version = require('node:child_process').execFileSync(process.env.FFMPEG_PATH, ['-version']).toString();
      return { outputs: session.outputNames, version };`,
  });
  t.true(result.outputs.length > 0);
  t.regex(result.version, /^ffmpeg version/);
});

test.serial('ffmpeg and ffprobe of the plan start from their layers, and a worker has no ffprobe', async (t) => {
  const look = `
    const { execFileSync } = require('node:child_process');
    const { existsSync } = require('node:fs');
    const ask = (path) => execFileSync(path, ['-version']).toString().split(' ').slice(0, 2).join(' ');
    return {
      ffmpeg: ask(process.env.FFMPEG_PATH), hasFfprobe: existsSync('/opt/bin/ffprobe'),
      ffprobe: process.env.FFPROBE_PATH ? ask(process.env.FFPROBE_PATH) : null,
    };`;
  t.deepEqual(await call('plan', { eval: look }), {
    ffmpeg: 'ffmpeg version',
    hasFfprobe: true,
    ffprobe: 'ffprobe version',
  });
  t.deepEqual(await call('analyzeChunk', { eval: look }), {
    ffmpeg: 'ffmpeg version',
    hasFfprobe: false,
    ffprobe: null,
  });
});

test.serial('a video that is put under videos/ becomes a report', async (t) => {
  await call('onUpload', uploadEvent(stack.bucket, 'videos/clip.mp4'));
  t.is(stack.engine.started.length, 1);
  const { name: id, input: run } = stack.engine.started[0]!;
  t.deepEqual(run, { id, attempt: 1 });

  const order = await call<{ next: string; itemsKey: string; concurrency: number }>('plan', run);
  t.like(order, { next: 'measure', itemsKey: `analyses/${id}/items-1.json`, concurrency: 100 });
  const items = await readJson(order.itemsKey);
  t.true(items.length > 1);

  const worker = await start('analyzeChunk');
  for (const item of items) {
    const { error, crash } = await worker.call(item);
    t.is((error ?? crash)?.message, undefined);
  }
  worker.stop();

  t.like(await call('assemble', order), { id, next: 'done' });
  const report = await readJson(`analyses/${id}/report.json`);
  t.is(report.video.frameCount, 250);
  t.is(report.shots.length, 2);
  t.is(report.usage.engine, 'aws-step-functions');

  const answer = await call<{ statusCode: number; body: string }>('api', httpEvent(`/v1/analyses/${id}`));
  t.is(answer.statusCode, 200);
  t.like(JSON.parse(answer.body), { id, status: 'succeeded', attempt: 1, progress: { share: 1 } });
});

test.serial('bad input is told by the name of the error', async (t) => {
  const one = await start('plan');
  const { error } = await one.call({ id: 'nothing', attempt: 1 });
  one.stop();
  t.regex(error?.name ?? '', /^Reelsight\./);
});
