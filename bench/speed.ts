import { join } from 'node:path';
import { makeBenchClip } from './harness/clip.ts';
import { readReport, timeReelsight } from './harness/command-line.ts';
import { type Cost, formatCost, medianCost, timeDecode } from './harness/measure.ts';
import { openFfmpeg, openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/speed.ts [VIDEO] [--runs 3]

Speed of a whole analysis on one video, against its two limits in the same run: ffmpeg's bare decode of the file, and the
network alone on as many frames as were sampled.

Without VIDEO a clip of 60 seconds, 1080p25, H.264 at about 6 Mbit/s is made in the system's temp folder.`;

await runBench(
  { usage: USAGE, positionals: ['[VIDEO]'], options: { runs: { type: 'number', default: 3 } } },
  async ({ values: { runs }, positionals: [given], print, makeTempFolder }) => {
    const ffmpeg = await openFfmpeg();
    const video = given ?? (await makeBenchClip(ffmpeg));
    const folder = await makeTempFolder();
    const analyze = (name: string, ...args: string[]): Promise<Cost> =>
      medianCost(runs, () => timeReelsight('analyze', video, '--out', join(folder, name), ...args));

    const decode = await medianCost(runs, () => timeDecode(ffmpeg, video));
    await analyze('warm-up', '--preset', 'fast');
    const balanced = await analyze('balanced');
    const fast = await analyze('fast', '--preset', 'fast');
    const pool = await analyze('pool', '--workers', '2');
    const { framesInferred } = (await readReport(join(folder, 'balanced'))).usage;
    const network = await timeNetwork(framesInferred);
    const limit = { cpu: decode.cpuSeconds + network.cpuSeconds, wall: decode.wallSeconds + network.wallSeconds };
    const frameMs = (1000 * network.wallSeconds) / framesInferred;
    print(
      alignColumns([
        ['bare decode', formatCost(decode)],
        [`network, ${framesInferred} frames`, `${formatCost(network)}  (${frameMs.toFixed(1)} ms a frame on one core)`],
        ['analyze', formatCost(balanced)],
        ['analyze --workers 2', formatCost(pool)],
        ['analyze --preset fast', formatCost(fast)],
      ]),
    );
    print(
      alignColumns([
        [
          'CPU of analyze against decode + network',
          `${(balanced.cpuSeconds / limit.cpu).toFixed(2)} (aim: at most 1.7)`,
        ],
        ['wall of analyze against decode + network', (balanced.wallSeconds / limit.wall).toFixed(2)],
        ['balanced against fast, wall', `${(balanced.wallSeconds / fast.wallSeconds).toFixed(1)} (aim: at least 4)`],
      ]),
    );
  },
);

async function timeNetwork(frames: number): Promise<Cost> {
  const { classifier } = await openNetwork();
  const picture = Uint8Array.from({ length: 299 * 299 * 3 }, (_, i) => (i * 7 + (i >> 8)) & 255);
  await classifier.infer(picture, 1);
  const costs: number[] = [];
  for (let i = 0; i < 30; i++) {
    const startedMs = performance.now();
    await classifier.infer(picture, 1);
    costs.push((performance.now() - startedMs) / 1000);
  }
  await classifier.close();
  const seconds = median(costs) * frames;
  return { wallSeconds: seconds, cpuSeconds: seconds };
}
