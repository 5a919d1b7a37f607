/**
 * Frames a second of Inception V3 on one core, against the same network as nsfwjs runs it: TensorFlow.js, WebAssembly
 * backend, one thread. Both in turn, in the same run.
 *
 *   npx tsx bench/inception.ts [--frames N]
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { load } from 'nsfwjs/core';
import { InceptionV3Model } from 'nsfwjs/models/inception_v3';
import { findCacheFolder } from '../models/cache-folder.ts';
import { ensureModel } from '../models/ensure.ts';
import { createClassifier, parseConfig } from '../src/core/index.ts';
import { median } from './frame/measure.ts';

const { values } = parseArgs({ options: { frames: { type: 'string', default: '12' } } });
const SIDE = 299;
const picture = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7 + (i >> 8)) & 255);

setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();
const nsfw = await load('InceptionV3', { size: SIDE, modelDefinitions: [InceptionV3Model] });
const tensor = tf.tensor3d(Int32Array.from(picture), [SIDE, SIDE, 3], 'int32');
const cacheFolder = join(findCacheFolder(parseConfig(process.env), process.env));
const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder });
const ours = await createClassifier({ ...model, threads: 1 });

const time = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};
const runs = { ours: () => ours.infer(picture, 1), nsfwjs: () => nsfw.classify(tensor as never) };
const costs: Record<keyof typeof runs, number[]> = { ours: [], nsfwjs: [] };
for (const name of ['ours', 'nsfwjs'] as const) await time(runs[name]);
for (let i = 0; i < Number(values.frames); i++)
  for (const name of ['ours', 'nsfwjs'] as const) costs[name].push(await time(runs[name]));
const [a, b] = [median(costs.ours), median(costs.nsfwjs)];
process.stdout.write(
  `reelsight, ${model.precision}   ${a.toFixed(1)} ms a frame   ${(1000 / a).toFixed(1)} frames/s on one core\n` +
    `nsfwjs, wasm      ${b.toFixed(1)} ms a frame   ${(1000 / b).toFixed(1)} frames/s on one core\n` +
    `ratio             ${(b / a).toFixed(1)} (aim: at least 10)\n`,
);
await ours.close();
