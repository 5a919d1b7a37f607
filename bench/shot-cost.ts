import { join } from 'node:path';
import { makeBenchClip } from './harness/clip.ts';
import { readReport, timeReelsight } from './harness/command-line.ts';
import { type Cost, formatCost, timeCommand, timeDecode } from './harness/measure.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { measureSignals } from './harness/signals.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/shot-cost.ts [VIDEO] [--runs 3] [--scenedetect COMMAND]

What shots, scenes and breaks add to the CPU of decoding a video, and a whole analysis against PySceneDetect.

Without VIDEO a clip of 60 seconds, 1080p25, is made. Decoding is ffmpeg's of the bare file, one thread. Added: what the
same decoding costs more when it gives small frames, measuring these, and the whole join (shots, scenes, breaks, safety,
labels, pictures). PySceneDetect (pip install scenedetect opencv-python-headless) is timed with detect-adaptive alone on
the same file, in turns with "analyze", when its command is there.`;

await runBench(
  {
    usage: USAGE,
    positionals: ['[VIDEO]'],
    options: { runs: { type: 'number', default: 3 }, scenedetect: { type: 'string', default: 'scenedetect' } },
  },
  async ({ values, positionals: [given], print, makeTempFolder }) => {
    const ffmpeg = await openFfmpeg();
    const video = given ?? (await makeBenchClip(ffmpeg));
    const folder = await makeTempFolder();
    const out = join(folder, 'out');
    const peer = ['--quiet', '--input', video, '--output', folder, 'detect-adaptive', 'list-scenes'];
    const hasPeer = await timeCommand(values.scenedetect, ['version']).then(
      () => true,
      () => false,
    );
    const decodes: Cost[] = [];
    const smallDecodes: number[] = [];
    const signals: number[] = [];
    const analyses: Cost[] = [];
    const joins: number[] = [];
    const peers: Cost[] = [];
    for (let run = 0; run < values.runs; run++) {
      decodes.push(await timeDecode(ffmpeg, video));
      const measured = await measureSignals(video);
      smallDecodes.push(measured.decodeCpuSeconds);
      signals.push(measured.signalCpuSeconds);
      analyses.push(await timeReelsight('analyze', video, '--out', out));
      const { usage } = await readReport(out);
      joins.push((usage.stages.find(({ name }) => name === 'assemble')?.cpuMs ?? 0) / 1000);
      if (hasPeer) peers.push(await timeCommand(values.scenedetect, peer));
    }

    const decode = middle(decodes);
    const small = median(smallDecodes) - decode.cpuSeconds;
    const [signal, join_] = [median(signals), median(joins)];
    const share = (seconds: number) => [
      `${seconds.toFixed(2)} s`,
      `${((100 * seconds) / decode.cpuSeconds).toFixed(1)} %`,
    ];
    print(
      alignColumns([
        ['small frames', ...share(small), 'of decoding'],
        ['signals of every frame', ...share(signal), ''],
        ['the join', ...share(join_), ''],
        ['together', ...share(small + signal + join_), '(aim: at most 15 %)'],
      ]),
    );
    const analysis = middle(analyses);
    const rows = [
      ['bare decode, one thread', formatCost(decode)],
      ['analyze', formatCost(analysis)],
    ];
    if (!hasPeer) {
      print(alignColumns(rows));
      print(`PySceneDetect is not there: ${values.scenedetect} does not run (--scenedetect COMMAND names another).`);
      return;
    }
    const other = middle(peers);
    print(
      alignColumns([
        ...rows,
        ['PySceneDetect, adaptive', formatCost(other)],
        ['wall of analyze against it', `${(analysis.wallSeconds / other.wallSeconds).toFixed(2)} (aim: below 1)`],
      ]),
    );
  },
);

function middle(costs: readonly Cost[]): Cost {
  return {
    wallSeconds: median(costs.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
  };
}
