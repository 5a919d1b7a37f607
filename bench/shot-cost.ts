/**
 * What shots, scenes and breaks add to the CPU of decoding a video, and a whole analysis against PySceneDetect.
 *
 *   npx tsx bench/shot-cost.ts [VIDEO] [--runs 3] [--scenedetect COMMAND]
 *
 * Without VIDEO a clip of 60 seconds, 1080p25, is made. Decoding is ffmpeg's of the bare file, one thread. Added: what
 * the same decoding costs more when it gives small frames, measuring these, and the whole join (shots, scenes, breaks,
 * safety, labels, pictures). PySceneDetect (`pip install scenedetect opencv-python-headless`) is timed with `detect-adaptive`
 * alone on the same file, in turns with `analyze`, when its command is there.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findFfmpeg, parseConfig, type Report } from '../src/core/index.ts';
import { makeBenchClip } from './frame/clip.ts';
import { type Cost, formatCost, median, timeCommand } from './frame/measure.ts';
import { measureSignals } from './frame/signals.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '3' }, scenedetect: { type: 'string', default: 'scenedetect' } },
});
const runs = Number(options.runs);
const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const video = positionals[0] ?? (await makeBenchClip(ffmpeg));
const folder = await mkdtemp(join(tmpdir(), 'reelsight-bench-'));
const TSX = fileURLToPath(new URL('../node_modules/.bin/tsx', import.meta.url));
const CLI = fileURLToPath(new URL('../src/adapters/local/cli.ts', import.meta.url));
const print = (line: string) => process.stdout.write(`${line}\n`);
const middle = (costs: readonly Cost[]): Cost => ({
  wallSeconds: median(costs.map(({ wallSeconds }) => wallSeconds)),
  cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
});

const decodes: Cost[] = [];
const smallDecodes: number[] = [];
const signals: number[] = [];
const analyses: Cost[] = [];
const joins: number[] = [];
const peers: Cost[] = [];
const hasPeer = await timeCommand(options.scenedetect, ['version']).then(
  () => true,
  () => false,
);
try {
  for (let run = 0; run < runs; run++) {
    decodes.push(
      await timeCommand(ffmpeg.path, ['-nostdin', '-threads', '1', '-i', video, '-map', '0:v:0', '-f', 'null', '-']),
    );
    const measured = await measureSignals(video);
    smallDecodes.push(measured.decodeCpuSeconds);
    signals.push(measured.signalCpuSeconds);
    analyses.push(await timeCommand(TSX, [CLI, 'analyze', video, '--out', join(folder, 'out')]));
    const report: Report = JSON.parse(await readFile(join(folder, 'out', 'report.json'), 'utf8'));
    joins.push((report.usage.stages.find(({ name }) => name === 'assemble')?.cpuMs ?? 0) / 1000);
    if (hasPeer)
      peers.push(
        await timeCommand(options.scenedetect, [
          '--quiet',
          '--input',
          video,
          '--output',
          folder,
          'detect-adaptive',
          'list-scenes',
        ]),
      );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const decode = middle(decodes);
const small = median(smallDecodes) - decode.cpuSeconds;
const [signal, joining] = [median(signals), median(joins)];
const share = (seconds: number) =>
  `${seconds.toFixed(2).padStart(6)} s  ${((100 * seconds) / decode.cpuSeconds).toFixed(1).padStart(5)} %`;
print(`bare decode, one thread      ${formatCost(decode)}`);
print(`small frames                 ${share(small)} of decoding`);
print(`signals of every frame       ${share(signal)}`);
print(`the join                     ${share(joining)}`);
print(`together                     ${share(small + signal + joining)} (aim: at most 15 %)`);
const analysis = middle(analyses);
print(`analyze                      ${formatCost(analysis)}`);
if (hasPeer) {
  const peer = middle(peers);
  print(`PySceneDetect, adaptive      ${formatCost(peer)}`);
  print(`wall of analyze against it   ${(analysis.wallSeconds / peer.wallSeconds).toFixed(2)} (aim: below 1)`);
} else print(`PySceneDetect is not there: ${options.scenedetect} does not run (--scenedetect COMMAND names another).`);
