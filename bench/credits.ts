/**
 * End credits and slates on made-up clips whose credits are known.
 *
 *   npx tsx bench/credits.ts [FOLDER] [--seed N] [--count N] [--keep FOLDER]
 *
 * FOLDER holds films that the clips are made of; without it they are painted. `--count`: clips of each kind.
 * `--keep`: what was measured of the clips is left there, and used again.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findCues } from '../src/core/cues/find.ts';
import { findFfmpeg, parseConfig } from '../src/core/index.ts';
import type { FrameSignals } from '../src/core/measurements/frame-signals.ts';
import { SIGNAL_COUNT } from '../src/core/measurements/signal-names.ts';
import type { Cue } from '../src/core/report.ts';
import { makeCreditClip } from './credits/make-clip.ts';
import { type CreditCase, createCases } from './credits/material.ts';
import { createTally, describeTally, tallyCues } from './cues/score.ts';
import { measureSignals } from './signals.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '6' },
    keep: { type: 'string' },
  },
});
const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'reelsight-credits-')));
await mkdir(folder, { recursive: true });
const print = (line: string) => process.stdout.write(`${line}\n`);
const films = positionals[0]
  ? (await readdir(positionals[0]))
      .filter((name) => /\.(mp4|m4v|mov|mkv|webm|avi)$/.test(name))
      .toSorted()
      .map((name) => join(positionals[0]!, name))
  : [];

interface Measured {
  readonly signals: FrameSignals;
  readonly rate: { readonly numerator: number; readonly denominator: number };
}

/** Null where a film of the folder cannot be used. */
async function measure(creditCase: CreditCase): Promise<Measured | null> {
  const path = join(folder, String(creditCase.seed));
  if (!existsSync(`${path}.json`)) {
    try {
      await makeCreditClip(ffmpeg, `${path}.mp4`, creditCase, films);
    } catch {
      return null;
    }
    const { probe, signals } = await measureSignals(`${path}.mp4`);
    await writeFile(`${path}.bin`, signals.values);
    await writeFile(`${path}.json`, JSON.stringify({ rate: probe.frameRate }));
  }
  const values = new Float32Array(Uint8Array.from(await readFile(`${path}.bin`)).buffer);
  const { rate } = JSON.parse(await readFile(`${path}.json`, 'utf8')) as Measured;
  return { signals: { firstFrame: 0, count: values.length / SIGNAL_COUNT, values }, rate };
}

/** Parts of one kind that follow each other are one cue. */
function trueCues({ parts }: CreditCase): Cue[] {
  const cues: { type: Cue['type']; startSeconds: number; endSeconds: number }[] = [];
  let at = 0;
  for (const { seconds, truth } of parts) {
    const before = cues.at(-1);
    if (truth && before?.type === truth && before.endSeconds === at) before.endSeconds = at + seconds;
    else if (truth) cues.push({ type: truth, startSeconds: at, endSeconds: at + seconds });
    at += seconds;
  }
  return cues;
}

const TYPES = ['end-credits', 'slate'] as const;
const totals = new Map(TYPES.map((type) => [type, createTally()]));
const kinds = new Map<string, { clips: number; right: number }>();
for (const creditCase of createCases(Number(values.seed), Number(values.count))) {
  const measured = await measure(creditCase);
  if (!measured) continue;
  const { signals, rate } = measured;
  const found = findCues(signals, null, { frameRate: rate, startSeconds: 0, frameCount: signals.count });
  // Credits over a moving picture are known to be missed: they are shown, not counted.
  const isCounted = !creditCase.kind.startsWith('missed:');
  const right = TYPES.map((type) =>
    tallyCues(isCounted ? totals.get(type)! : createTally(), type, trueCues(creditCase), found),
  );
  const kind = kinds.get(creditCase.kind) ?? { clips: 0, right: 0 };
  kinds.set(creditCase.kind, { clips: kind.clips + 1, right: kind.right + (right.includes(false) ? 0 : 1) });
}
if (!values.keep) await rm(folder, { recursive: true, force: true });
for (const [kind, { clips, right }] of kinds) print(`${kind.padEnd(34)} ${right} of ${clips} right`);
print('\nprecision / recall / median error of the ends');
for (const [type, tally] of totals) print(`${type.padEnd(14)} ${describeTally(tally)}`);
