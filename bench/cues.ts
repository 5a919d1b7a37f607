import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findCues } from '../src/core/cues/find.ts';
import type { Cue } from '../src/core/report.ts';
import { measureSound } from '../test/helpers/sounds.ts';
import { makeClip, trueCues } from './cues/make-clip.ts';
import { CASES, type CueType } from './cues/material.ts';
import { detectWithFfmpeg, PEERS } from './cues/others.ts';
import { createTally, describeTally, tallyCues } from './cues/score.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { measureSignals } from './harness/signals.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/cues.ts [--only TEXT] [--keep FOLDER]

Technical cues on made-up clips whose cues are known, beside ffmpeg's own detectors. Names the clips that are not all
right.

--only: clips whose name contains it. --keep: clips are left there, and used again.`;

const TYPES: readonly CueType[] = ['black', 'white', 'freeze', 'color-bars', 'silence'];
const NAMES = ['Reelsight', ...PEERS.map(({ name }) => name)];

await runBench(
  {
    usage: USAGE,
    positionals: [],
    options: { only: { type: 'string', default: '' }, keep: { type: 'string' } },
  },
  async ({ values, print, makeTempFolder }) => {
    const ffmpeg = await openFfmpeg();
    const folder = values.keep ?? (await makeTempFolder());
    await mkdir(folder, { recursive: true });
    const tallies = new Map(NAMES.map((name) => [name, new Map(TYPES.map((type) => [type, createTally()]))]));
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
    print('\nprecision / recall / median error of the ends');
    const rows = [...tallies].map(([name, byType]) => [name, ...TYPES.map((type) => describeTally(byType.get(type)!))]);
    print(alignColumns([['', ...TYPES], ...rows]));
  },
);

function show(cues: readonly Cue[]): string {
  return cues.map((c) => `${c.type} ${c.startSeconds.toFixed(2)}-${c.endSeconds.toFixed(2)}`).join(', ') || 'nothing';
}
