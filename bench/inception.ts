import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { load } from 'nsfwjs/core';
import { InceptionV3Model } from 'nsfwjs/models/inception_v3';
import { openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/inception.ts [--frames 12]

Frames a second of Inception V3 on one core, against the same network as nsfwjs runs it: TensorFlow.js, WebAssembly
backend, one thread. Both in turn, in the same run.`;

const SIDE = 299;

await runBench(
  { usage: USAGE, positionals: [], options: { frames: { type: 'number', default: 12 } } },
  async ({ values, print }) => {
    const picture = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7 + (i >> 8)) & 255);
    setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    setThreadsCount(1);
    await tf.setBackend('wasm');
    await tf.ready();
    const nsfw = await load('InceptionV3', { size: SIDE, modelDefinitions: [InceptionV3Model] });
    const tensor = tf.tensor3d(Int32Array.from(picture), [SIDE, SIDE, 3], 'int32');
    const { model, classifier } = await openNetwork();

    const time = async (work: () => Promise<unknown>): Promise<number> => {
      const startedMs = performance.now();
      await work();
      return performance.now() - startedMs;
    };
    const runs = { ours: () => classifier.infer(picture, 1), nsfwjs: () => nsfw.classify(tensor as never) };
    const costs: Record<keyof typeof runs, number[]> = { ours: [], nsfwjs: [] };
    for (const name of ['ours', 'nsfwjs'] as const) await time(runs[name]);
    for (let i = 0; i < values.frames; i++)
      for (const name of ['ours', 'nsfwjs'] as const) costs[name].push(await time(runs[name]));
    const [ours, theirs] = [median(costs.ours), median(costs.nsfwjs)];
    const row = (name: string, ms: number) => [
      name,
      `${ms.toFixed(1)} ms a frame`,
      `${(1000 / ms).toFixed(1)} frames/s on one core`,
    ];
    print(
      alignColumns([
        row(`reelsight, ${model.precision}`, ours),
        row('nsfwjs, wasm', theirs),
        ['ratio', `${(theirs / ours).toFixed(1)} (aim: at least 10)`],
      ]),
    );
    await classifier.close();
  },
);
