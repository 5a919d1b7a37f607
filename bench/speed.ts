/**
 * Speed of a whole analysis on one video, against its two limits in the same run: ffmpeg's bare decode of the file, and
 * the network alone on as many frames as were sampled.
 *
 *   npx tsx bench/speed.ts [VIDEO] [--runs N]
 *
 * Without VIDEO a clip of 60 seconds, 1080p25, H.264 at about 6 Mbit/s is made in the system's temp folder.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findCacheFolder } from '../models/cache-folder.ts';
import { ensureModel } from '../models/ensure.ts';
import { createClassifier, findFfmpeg, parseConfig, type Report } from '../src/core/index.ts';
import { makeBenchClip } from './frame/clip.ts';
import { type Cost, formatCost, median, medianCost, timeCommand } from './frame/measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' } },
});
const runs = Number(values.runs);
const config = parseConfig(process.env);
const { ffmpeg } = await findFfmpeg(config, process.env);
const video = positionals[0] ?? (await makeBenchClip(ffmpeg));
const folder = await mkdtemp(join(tmpdir(), 'reelsight-bench-'));
const TSX = fileURLToPath(new URL('../node_modules/.bin/tsx', import.meta.url));
const CLI = fileURLToPath(new URL('../src/adapters/local/cli.ts', import.meta.url));

const analyse = (name: string, ...args: string[]): Promise<Cost> =>
  medianCost(runs, () => timeCommand(TSX, [CLI, 'analyze', video, '--out', join(folder, name), ...args]));

const readUsage = async (name: string): Promise<Report['usage']> =>
  (JSON.parse(await readFile(join(folder, name, 'report.json'), 'utf8')) as Report).usage;

async function timeNetwork(frames: number): Promise<Cost> {
  const model = await ensureModel({
    name: 'safety',
    precision: 'int8',
    cacheFolder: findCacheFolder(config, process.env),
  });
  const classifier = await createClassifier({ ...model, threads: 1 });
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

try {
  const decode = await medianCost(runs, () =>
    timeCommand(ffmpeg.path, ['-nostdin', '-threads', '1', '-i', video, '-map', '0:v:0', '-f', 'null', '-']),
  );
  await analyse('warm-up', '--preset', 'fast');
  const balanced = await analyse('balanced');
  const fast = await analyse('fast', '--preset', 'fast');
  const pool = await analyse('pool', '--workers', '2');
  const { framesInferred } = await readUsage('balanced');
  const network = await timeNetwork(framesInferred);
  const limit = decode.cpuSeconds + network.cpuSeconds;
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print(`bare decode                  ${formatCost(decode)}`);
  print(
    `network, ${String(framesInferred).padStart(4)} frames         ${formatCost(network)}  (${((1000 * network.wallSeconds) / framesInferred).toFixed(1)} ms a frame on one core)`,
  );
  print(`analyze                      ${formatCost(balanced)}`);
  print(`analyze --workers 2          ${formatCost(pool)}`);
  print(`analyze --preset fast        ${formatCost(fast)}`);
  print(`CPU of analyze against decode + network   ${(balanced.cpuSeconds / limit).toFixed(2)} (aim: at most 1.7)`);
  print(
    `wall of analyze against decode + network  ${(balanced.wallSeconds / (decode.wallSeconds + network.wallSeconds)).toFixed(2)}`,
  );
  print(
    `balanced against fast, wall               ${(balanced.wallSeconds / fast.wallSeconds).toFixed(1)} (aim: at least 4)`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
