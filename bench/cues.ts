/**
 * Technical cues on made-up clips whose cues are known, beside ffmpeg's own detectors.
 *
 *   npx tsx bench/cues.ts [--only TEXT] [--keep FOLDER]
 *
 * `--only`: cases whose name contains it. `--keep`: clips are left there, and used again.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findCues } from '../src/core/cues/find.ts';
import { findFfmpeg, parseConfig } from '../src/core/index.ts';
import type { Cue } from '../src/core/report.ts';
import { measureSound } from '../test/helpers/sounds.ts';
import { makeClip, trueCues } from './cues/make-clip.ts';
import { CASES, type CueType } from './cues/material.ts';
import { detectWithFfmpeg, PEERS } from './cues/peers.ts';
import { createTally, describeTally, tallyCues } from './cues/score.ts';
import { measureSignals } from './frame/signals.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, keep: { type: 'string' } } });
const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'reelsight-cues-')));
await mkdir(folder, { recursive: true });
const print = (line: string) => process.stdout.write(`${line}\n`);

const TYPES: readonly CueType[] = ['black', 'white', 'freeze', 'color-bars', 'silence'];
const NAMES = ['Reelsight', ...PEERS.map(({ name }) => name)];
const tallies = new Map(NAMES.map((name) => [name, new Map(TYPES.map((type) => [type, createTally()]))]));

const show = (cues: readonly Cue[]): string =>
  cues.map((c) => `${c.type} ${c.startSeconds.toFixed(2)}-${c.endSeconds.toFixed(2)}`).join(', ') || 'nothing';

for (const cueCase of CASES) {
  if (!cueCase.name.includes(values.only)) continue;
  const path = join(folder, `${cueCase.name.replaceAll(/\W+/g, '-')}.mkv`);
  if (!existsSync(path)) await makeClip(ffmpeg, path, cueCase);
  const { probe, signals } = await measureSignals(path);
  const grid = { frameRate: probe.frameRate, startSeconds: probe.startSeconds, frameCount: signals.count };
  const { sound } = cueCase.sound ? await measureSound(ffmpeg, path) : { sound: null };
  const truth = trueCues(cueCase);
  const endSeconds = cueCase.parts.reduce((sum, { seconds }) => sum + seconds, 0);
  const answers = [
    findCues(signals, sound, grid),
    ...(await Promise.all(PEERS.map((peer) => detectWithFfmpeg(ffmpeg, path, peer, endSeconds)))),
  ];
  for (const [i, name] of NAMES.entries()) {
    const right = TYPES.map((type) => tallyCues(tallies.get(name)!.get(type)!, type, truth, answers[i]));
    if (i === 0 && right.includes(false)) print(`${cueCase.name}: ${show(answers[0])}; true: ${show(truth)}`);
  }
}
if (!values.keep) await rm(folder, { recursive: true, force: true });
print(
  `\nprecision / recall / median error of the ends\n${''.padEnd(24)}${TYPES.map((type) => type.padEnd(24)).join('')}`,
);
for (const [name, byType] of tallies)
  print(`${name.padEnd(24)}${TYPES.map((type) => describeTally(byType.get(type)!).padEnd(24)).join('')}`);
