import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeCommand, type Ffmpeg, queryFfmpeg, runFfmpeg } from '../../src/core/index.ts';
import { RECIPES, type Recipe } from './recipes.ts';

/** A whole file, before anything is done to it. */
export interface Clip {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Clips {
  readonly clips: readonly Clip[];
  /** Recipes that this ffmpeg cannot make. */
  readonly missing: readonly string[];
}

/** Pictures of a clip: some key frames, and some that refer to others. */
const PICTURES = 10;

/** Encodes a clip of each recipe that an ffmpeg can make, the same bytes each time. */
export async function makeClips(ffmpeg: Ffmpeg, folder: string): Promise<Clips> {
  const listed = (await queryFfmpeg(ffmpeg, ['-encoders'])).matchAll(/^ [VA][.\w]{5} (\S+)/gm);
  const encoders = new Set([...listed].map(([, name]) => name!));
  const clips: Clip[] = [];
  const missing: string[] = [];
  for (const recipe of RECIPES) {
    const bytes = encoders.has(recipe.video[0]) ? await encode(ffmpeg, folder, recipe, encoders) : null;
    if (bytes) clips.push({ name: recipe.name, bytes });
    else missing.push(recipe.name);
  }
  return { clips, missing };
}

async function encode(
  ffmpeg: Ffmpeg,
  folder: string,
  { name, video, sound, size = '96x80' }: Recipe,
  encoders: ReadonlySet<string>,
): Promise<Buffer | null> {
  const path = join(folder, name);
  const hasSound = sound !== undefined && encoders.has(sound[0]);
  const command = describeCommand().input(`testsrc2=size=${size}:rate=25`).inputFormat('lavfi');
  if (hasSound) command.input('sine=frequency=440:sample_rate=48000').inputFormat('lavfi');
  command
    .output(path)
    .outputOptions([
      ...['-frames:v', String(PICTURES), '-t', String(PICTURES / 25), '-g', '5', '-c:v', ...video],
      ...(hasSound ? ['-c:a', ...sound] : []),
      ...['-strict', '-2', '-fflags', '+bitexact', '-flags', '+bitexact', '-y'],
    ]);
  const { exitCode } = await runFfmpeg(ffmpeg, command).ended;
  return exitCode === 0 ? readFile(path) : null;
}
