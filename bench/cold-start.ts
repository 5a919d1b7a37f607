import { packageService } from '../test/packaged/package-service.ts';
import { openStack, uploadEvent } from '../test/packaged/stack.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/cold-start.ts [--runs 5]

How long a worker that starts cold takes from the start of its process until it has classified its first frame, as it is
packed for AWS and on one core, which is what a function with 1769 MB has. What Lambda itself takes before (assigning the
function, fetching its code) is not in it. The exit status is 1 if the aim is missed.

Needs root, unzip, taskset and an npm registry.`;

const LIMIT_MS = 1500;
const PREFIX = ['taskset', '-c', '0'];

/** Loads and runs the network as the handler does, with the time of each part. */
const CLASSIFY = `
  const { readFileSync } = require('node:fs');
  const marks = [['', performance.now()]];
  const mark = (name) => marks.push([name, performance.now()]);
  const { InferenceSession, Tensor } = require('onnxruntime-node');
  mark('load onnxruntime');
  const model = readFileSync('/opt/models/0-safety.onnx');
  mark('read the model');
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, executionProviders: ['cpu'] });
  mark('make the session');
  const data = new Uint8Array(299 * 299 * 3).map((_, i) => i * 7);
  await session.run({ [session.inputNames[0]]: new Tensor('uint8', data, [1, 299, 299, 3]) });
  mark('classify one frame');
  return marks.slice(1).map(([name, atMs], i) => [name, atMs - marks[i][1]]);`;

await runBench(
  { usage: USAGE, positionals: [], options: { runs: { type: 'number', default: 5 } } },
  async ({ values, print }) => {
    const stack = await openStack(await packageService('cold-start'));
    try {
      const { parts, totals, chunks } = await startWorkers(stack, values.runs);
      const times: [string, number[]][] = [
        ...parts,
        [`to the first classified frame (aim: ${LIMIT_MS} ms)`, totals],
        ['to a whole chunk of 5 s, 640x360, measured', chunks],
      ];
      print(alignColumns(times.map(([name, list]) => [name, median(list).toFixed(0), 'ms'])));
      return median(totals) <= LIMIT_MS ? 0 : 1;
    } finally {
      await stack.close();
    }
  },
);

/** Milliseconds of each run: of each part until the first frame, of all of them, and until a whole chunk. */
async function startWorkers(stack: Awaited<ReturnType<typeof openStack>>, runs: number) {
  const { environment } = stack;
  const onUpload = stack.start('onUpload', { environment });
  await onUpload.next();
  await onUpload.call(uploadEvent(stack.bucket, 'videos/clip.mp4'));
  const run = stack.engine.started[0]!.input as { id: string; attempt: number };
  const plan = stack.start('plan', { environment });
  await plan.next();
  await plan.call(run);

  const totals: number[] = [];
  const parts = new Map<string, number[]>();
  const chunks: number[] = [];
  for (let i = 0; i < runs; i++) {
    // The handler's module alone: without a bucket it would begin to load the network by itself.
    const worker = stack.start('analyzeChunk', {
      environment: { ...environment, REELSIGHT_MODELS: '/nowhere' },
      prefix: PREFIX,
    });
    const loaded = await worker.next();
    const { result, atMs, error, crash } = await worker.call({ eval: CLASSIFY });
    if (error ?? crash) throw new Error((error ?? crash)!.message);
    worker.stop();
    totals.push(atMs);
    for (const [name, ms] of [
      ['start Node, load the handler', loaded.atMs],
      ...(result as [string, number][]),
    ] as const)
      parts.set(name, [...(parts.get(name) ?? []), ms]);

    const whole = stack.start('analyzeChunk', { environment, prefix: PREFIX });
    await whole.next();
    const answer = await whole.call({ ...run, index: 1 });
    if (answer.error ?? answer.crash) throw new Error((answer.error ?? answer.crash)!.message);
    whole.stop();
    chunks.push(answer.atMs);
  }
  return { parts, totals, chunks };
}
