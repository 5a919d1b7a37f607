import { loadTensorFlow } from '../test/helpers/tensorflow.ts';
import { openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/inception.ts [--frames 12]

Frames a second of Inception V3 on one core, against the same network as nsfwjs has it run: TensorFlow.js, WebAssembly
backend, one thread. Both in turn, in the same run.`;

const SIDE = 299;

await runBench(
  { usage: USAGE, positionals: [], options: { frames: { type: 'number', default: 12 } } },
  async ({ values, print }) => {
    const picture = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7 + (i >> 8)) & 255);
    const tensorFlow = await loadTensorFlow();
    // As nsfwjs scales a picture: 0 to 1.
    const pixels = Float32Array.from(picture, (value) => value / 255);
    const { model, classifier } = await openNetwork();

    const time = async (work: () => Promise<unknown>): Promise<number> => {
      const startedMs = performance.now();
      await work();
      return performance.now() - startedMs;
    };
    const runs = {
      ours: () => classifier.infer(picture, 1),
      tensorFlow: async () => tensorFlow.run(pixels, 1),
    };
    const costs: Record<keyof typeof runs, number[]> = { ours: [], tensorFlow: [] };
    for (const name of ['ours', 'tensorFlow'] as const) await time(runs[name]);
    for (let i = 0; i < values.frames; i++)
      for (const name of ['ours', 'tensorFlow'] as const) costs[name].push(await time(runs[name]));
    const [ours, theirs] = [median(costs.ours), median(costs.tensorFlow)];
    const row = (name: string, ms: number) => [
      name,
      `${ms.toFixed(1)} ms a frame`,
      `${(1000 / ms).toFixed(1)} frames/s on one core`,
    ];
    print(
      alignColumns([
        row(`reelsight, ${model.precision}`, ours),
        row('TensorFlow.js, wasm', theirs),
        ['ratio', `${(theirs / ours).toFixed(1)} (aim: at least 10)`],
      ]),
    );
    await classifier.close();
  },
);
