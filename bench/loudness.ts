import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeLoudness } from '../src/core/cues/loudness.ts';
import { createSoundMeter, WINDOW_SAMPLES } from '../src/core/loudness/meter.ts';
import { measureSound, measureWithEbur128 } from '../test/helpers/sounds.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { median } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/loudness.ts FOLDER

Loudness beside ffmpeg's own meter (the filter ebur128), on the videos of a folder, and what measuring it costs.`;

/** Both end where the pictures end, or the track: in a shorter clip a few blocks more or less count. */
const SHORTEST_SECONDS = 10;

await runBench({ usage: USAGE, positionals: ['FOLDER'], options: {} }, async ({ positionals: [folder], print }) => {
  const ffmpeg = await openFfmpeg();
  const errors = { integrated: [] as number[], range: [] as number[], peak: [] as number[] };
  const rows: string[][] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    const path = join(folder, name);
    const measured = await measureSound(ffmpeg, path).catch(() => null);
    if (!measured?.sound) continue;
    const peer = await measureWithEbur128(ffmpeg, path, String(measured.probe.audioStream));
    const { integratedLufs, rangeLu, truePeakDbtp } = describeLoudness(measured.sound)!;
    const values = [integratedLufs, peer.integratedLufs, rangeLu, peer.rangeLu, truePeakDbtp, peer.truePeakDb];
    rows.push([...values.map((value) => String(value ?? 'none')), `${measured.probe.audioLayout} ${name}`]);
    if (measured.sound.lufs.length * measured.sound.windowSeconds < SHORTEST_SECONDS) continue;
    if (integratedLufs === null || rangeLu === null || truePeakDbtp === null) continue;
    errors.integrated.push(Math.abs(integratedLufs - peer.integratedLufs));
    errors.range.push(Math.abs(rangeLu - peer.rangeLu));
    errors.peak.push(Math.abs(truePeakDbtp - peer.truePeakDb));
  }
  print(alignColumns([['LUFS', 'ebur128', 'LU', 'ebur128', 'dBTP', 'ebur128', ''], ...rows]));
  const errorRows = Object.entries(errors).map(([name, values]) => [
    name,
    `of ${values.length}: median difference ${median(values).toFixed(2)}, greatest ${Math.max(...values).toFixed(2)}`,
  ]);
  print(alignColumns(errorRows));
  const [stereo, surround] = [timeMeter(2), timeMeter(6)].map((ms) => ms.toFixed(1));
  print(`measuring costs ${stereo} ms of CPU a second of stereo, ${surround} ms of six channels`);
});

/** Milliseconds of CPU a second. Music is the hard case: it comes near its peak all the time, so much is interpolated. */
function timeMeter(channels: number): number {
  const window = Float32Array.from(
    { length: WINDOW_SAMPLES * channels },
    (_, i) => 0.6 * Math.sin(i / 7) + 0.3 * Math.sin(i / 1.7 + 5 * Math.sin(i / 900)),
  );
  const meter = createSoundMeter(Array<number>(channels).fill(1));
  for (let i = 0; i < 50; i++) meter.push(window);
  const before = process.cpuUsage();
  for (let i = 0; i < 600; i++) meter.push(window);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / 60;
}
