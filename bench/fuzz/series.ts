import { readdir, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Ffmpeg, ReelsightError } from '../../src/core/index.ts';
import { createRandom } from '../../src/core/math/random.ts';
import type { Attempt } from './attempt.ts';
import type { Clip } from './clips.ts';
import { mutate } from './mutate.ts';
import { openReader } from './reader.ts';

/** Of one file: generous, since machines have other things to do. */
const LIMITS = { seconds: 120, megabytes: 2_048 };

/** What was made of one file. */
export interface Entry extends Attempt {
  readonly format: string;
  /** Names of the mutations; empty for a clip as it was made. */
  readonly mutations: string;
  /** Of the mutation; null for a clip as it was made. */
  readonly number: number | null;
}

interface Series {
  readonly ffmpeg: Ffmpeg;
  readonly clips: readonly Clip[];
  readonly seed: number;
  readonly numbers: { readonly from: number; readonly count: number };
  /** When no other file is begun, by `performance.now()`. */
  readonly endMs: number;
  readonly inputFolder: string;
  readonly workFolder: string;
  /** What each file was, with its bytes. */
  readonly onEntry: (entry: Entry, bytes: Buffer) => Promise<void>;
}

/** Reads every clip as it is, which must succeed, and then one mutation after the other, the formats in turn. */
export async function runSeries(series: Series): Promise<Entry[]> {
  const { ffmpeg, clips, seed, numbers, inputFolder, workFolder } = series;
  if (clips.length === 0) throw new ReelsightError('environment', 'This ffmpeg can make no clip. Give another.');
  const entries: Entry[] = [];
  const reader = openReader(ffmpeg, workFolder, LIMITS);
  const add = async (format: string, mutations: string, number: number | null, bytes: Buffer): Promise<void> => {
    const path = join(inputFolder, `input${extname(format)}`);
    await writeFile(path, bytes);
    const result = await reader.read(path);
    const isSpoilt = number === null && result.outcome !== 'read';
    const entry: Entry = { ...result, ...(isSpoilt ? { outcome: 'failed' } : {}), format, mutations, number };
    entries.push(entry);
    if (entry.outcome === 'failed') await emptyFolder(workFolder);
    await series.onEntry(entry, bytes);
  };
  try {
    for (const { name, bytes } of clips) await add(name, '', null, bytes);
    for (let n = numbers.from; n < numbers.from + numbers.count && performance.now() < series.endMs; n++) {
      const { clip, names, bytes } = makeMutation(clips, seed, n);
      await add(clip.name, names, n, bytes);
    }
  } finally {
    reader.close();
  }
  return entries;
}

/** The mutation of a number; formats come in turn. */
function makeMutation(clips: readonly Clip[], seed: number, number: number) {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) + number);
  const clip = clips[number % clips.length]!;
  const other = clips[Math.floor(random() * clips.length)]!;
  return { clip, ...mutate(clip.bytes, other.bytes, random) };
}

/** The folder itself stays: a process works in it. */
async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
