/**
 * Loudness beside ffmpeg's own meter (the filter ebur128), on the videos of a folder, and what measuring it costs.
 *
 *   npx tsx bench/loudness.ts FOLDER
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeLoudness } from '../src/core/cues/loudness.ts';
import { findFfmpeg, parseConfig } from '../src/core/index.ts';
import { createSoundMeter, WINDOW_SAMPLES } from '../src/core/loudness/meter.ts';
import { measureSound, measureWithEbur128 } from '../test/helpers/sounds.ts';
import { median } from './frame/measure.ts';

const folder = process.argv[2];
if (!folder) throw new Error('usage: npx tsx bench/loudness.ts FOLDER');
const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const print = (line: string) => process.stdout.write(`${line}\n`);

const errors = { integrated: [] as number[], range: [] as number[], peak: [] as number[] };
const SHORTEST_SECONDS = 10;
print('LUFS  ebur128     LU  ebur128   dBTP  ebur128');
for (const name of (await readdir(folder)).toSorted()) {
  const path = join(folder, name);
  const measured = await measureSound(ffmpeg, path).catch(() => null);
  if (!measured?.sound) continue;
  const peer = await measureWithEbur128(ffmpeg, path, String(measured.probe.audioStream));
  const { integratedLufs, rangeLu, truePeakDbtp } = describeLoudness(measured.sound)!;
  print(
    [integratedLufs, peer.integratedLufs, rangeLu, peer.rangeLu, truePeakDbtp, peer.truePeakDb]
      .map((value) => String(value ?? 'none').padStart(7))
      .concat(` ${measured.probe.audioLayout} ${name}`)
      .join(''),
  );
  // Both end where the pictures end, or the track: in a short clip a few blocks more or less tell.
  if (measured.sound.lufs.length * measured.sound.windowSeconds < SHORTEST_SECONDS) continue;
  if (integratedLufs === null || rangeLu === null || truePeakDbtp === null) continue;
  errors.integrated.push(Math.abs(integratedLufs - peer.integratedLufs));
  errors.range.push(Math.abs(rangeLu - peer.rangeLu));
  errors.peak.push(Math.abs(truePeakDbtp - peer.truePeakDb));
}
for (const [name, values] of Object.entries(errors)) {
  print(
    `${name.padEnd(10)} of ${values.length}: median difference ${median(values).toFixed(2)}, greatest ${Math.max(...values).toFixed(2)}`,
  );
}

/** Music is the hard case: it comes near its peak all the time, so much of it is interpolated. */
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
print(
  `measuring costs ${timeMeter(2).toFixed(1)} ms of CPU a second of stereo, ${timeMeter(6).toFixed(1)} ms of six channels`,
);
