import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Ffmpeg, findFfmpeg, parseConfig } from '../src/core/index.ts';
import type { Outcome } from './fuzz/attempt.ts';
import { makeClips } from './fuzz/clips.ts';
import { type Entry, runSeries } from './fuzz/series.ts';
import { runBench } from './harness/run.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/fuzz.ts [--count 1000] [--minutes 10] [--seed 1] [--from 0] [--ffmpeg PATH]... [--keep FOLDER]

Damages short clips of every container and codec that ffmpeg can write (bits, blocks, lengths, splices of two files), and
has each read as the product reads it: probed, and decoded whole. Each must end in time and in bounded memory, read or
refused as an input; leave no file and no process; and never be an internal error. Every ffmpeg given (default: the
product's) gets so many mutations, of clips that it made itself, which must be read as they are. A mutation depends on
--seed and its number alone: one is done again with --seed SEED --from NUMBER --count 1. Bytes that failed, or crashed
ffmpeg (which the product must survive), are kept in --keep. The exit status is 1 if any failed.`;

const OUTCOMES: readonly Outcome[] = ['read', 'refused', 'crashed', 'failed'];

await runBench(
  {
    usage: USAGE,
    positionals: [],
    options: {
      count: { type: 'number', default: 1000 },
      minutes: { type: 'number', default: 10 },
      seed: { type: 'number', default: 1 },
      from: { type: 'number', default: 0 },
      ffmpeg: { type: 'string', multiple: true },
      keep: { type: 'string' },
    },
  },
  async ({ values: { count, minutes, seed, from, ...values }, print, progress, makeTempFolder }) => {
    const keep = values.keep === undefined ? null : resolve(values.keep);
    if (keep) await mkdir(keep, { recursive: true });
    const ffmpegs = await openAll(values.ffmpeg.map((path) => resolve(path)));
    const [inputFolder, workFolder] = [await makeTempFolder(), await makeTempFolder()];
    const endMs = performance.now() + minutes * 60_000;
    let failures = 0;
    for (const [i, ffmpeg] of ffmpegs.entries()) {
      const startedMs = performance.now();
      const { clips, missing } = await makeClips(ffmpeg, inputFolder);
      const onEntry = async (entry: Entry, bytes: Buffer) => {
        const { format, mutations, number, outcome } = entry;
        if (number !== null && (number + 1) % 100 === 0) progress(`${number + 1 - from} of ${count}`);
        if (outcome !== 'failed' && outcome !== 'crashed') return;
        print(describeFault(entry, seed, ffmpeg));
        if (keep) await writeFile(join(keep, `${seed}-${number ?? 'whole'}-${mutations}-${format}`), bytes);
      };
      const entries = await runSeries({
        ...{ ffmpeg, clips, seed, numbers: { from, count }, inputFolder, workFolder, onEntry },
        endMs: startedMs + (endMs - startedMs) / (ffmpegs.length - i),
      });
      failures += entries.filter(({ outcome }) => outcome === 'failed').length;
      const took = ((performance.now() - startedMs) / 60_000).toFixed(1);
      print(`ffmpeg ${ffmpeg.version} (${ffmpeg.path}), ${took} minutes:\n${drawTable(entries)}`);
      if (missing.length > 0) print(`This ffmpeg cannot make ${missing.join(', ')}.`);
    }
    print(`${failures} failed`);
    return failures === 0 ? 0 : 1;
  },
);

/** Those of the paths; without any, the product's. */
async function openAll(paths: readonly string[]): Promise<Ffmpeg[]> {
  const environments = paths.length > 0 ? paths.map((FFMPEG_PATH) => ({ ...process.env, FFMPEG_PATH })) : [process.env];
  return Promise.all(environments.map(async (all) => (await findFfmpeg(parseConfig(all), all)).ffmpeg));
}

function describeFault({ format, mutations, number, outcome, message }: Entry, seed: number, { path }: Ffmpeg): string {
  const how = number === null ? 'as it is' : `${mutations} (--seed ${seed} --from ${number} --count 1)`;
  return `${outcome.toUpperCase()} ${format}, ${how}, by ${path}: ${message.slice(0, 600)}`;
}

function drawTable(entries: readonly Entry[]): string {
  const mutated = entries.filter(({ number }) => number !== null);
  const row = (name: string, some: readonly Entry[]) => [
    ...[name, String(some.length)],
    ...OUTCOMES.map((wanted) => String(some.filter(({ outcome }) => outcome === wanted).length)),
    some.reduce((most, { seconds }) => Math.max(most, seconds), 0).toFixed(1),
    ...[String(some.reduce((most, { peakMb }) => Math.max(most, peakMb), 0)), ''],
  ];
  const formats = [...new Set(entries.map(({ format }) => format))];
  return alignColumns([
    ['format', 'mutations', ...OUTCOMES, 'longest s', 'most MB', ''],
    ...formats.map((name) =>
      row(
        name,
        mutated.filter(({ format }) => format === name),
      ),
    ),
    row('all', mutated),
  ]);
}
