import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCues } from '../src/core/cues/find.ts';
import type { Ffmpeg } from '../src/core/index.ts';
import type { FrameSignals } from '../src/core/measurements/frame-signals.ts';
import { SIGNAL_COUNT } from '../src/core/measurements/signal-names.ts';
import type { Cue } from '../src/core/report.ts';
import { makeCreditClip } from './credits/make-clip.ts';
import { type CreditCase, createCases } from './credits/material.ts';
import { createTally, describeTally, tallyCues } from './cues/score.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { measureSignals } from './harness/signals.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/credits.ts [FOLDER] [--seed 1] [--count 6] [--keep FOLDER]

End credits and slates on made-up clips whose credits are known.

FOLDER holds films that the clips are made of; without it they are painted. --count: clips of each kind. --keep: what was
measured of the clips is left there, and used again.`;

const TYPES = ['end-credits', 'slate'] as const;

interface Measured {
  readonly signals: FrameSignals;
  readonly rate: { readonly numerator: number; readonly denominator: number };
}

await runBench(
  {
    usage: USAGE,
    positionals: ['[FOLDER]'],
    options: {
      seed: { type: 'number', default: 1 },
      count: { type: 'number', default: 6 },
      keep: { type: 'string' },
    },
  },
  async ({ values, positionals: [source], print, makeTempFolder }) => {
    const ffmpeg = await openFfmpeg();
    const films = source ? await listFilms(source) : [];
    const folder = values.keep ?? (await makeTempFolder());
    await mkdir(folder, { recursive: true });
    const totals = new Map(TYPES.map((type) => [type, createTally()]));
    const kinds = new Map<string, { clips: number; right: number }>();
    for (const creditCase of createCases(values.seed, values.count)) {
      const measured = await measure(ffmpeg, creditCase, films, folder);
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
    print(alignColumns([...kinds].map(([kind, { clips, right }]) => [kind, `${right} of ${clips} right`])));
    print('\nprecision / recall / median error of the ends');
    print(alignColumns([...totals].map(([type, tally]) => [type, describeTally(tally)])));
  },
);

async function listFilms(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.(mp4|m4v|mov|mkv|webm|avi)$/.test(name));
  return names.toSorted().map((name) => join(folder, name));
}

/** Null where a film of the folder cannot be used. */
async function measure(
  ffmpeg: Ffmpeg,
  creditCase: CreditCase,
  films: readonly string[],
  folder: string,
): Promise<Measured | null> {
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
