import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVideoSource } from '../../src/adapters/local/video-source.ts';
import {
  describeCommand,
  type Ffmpeg,
  findFfmpeg,
  parseConfig,
  runFfmpeg,
  type VideoSource,
} from '../../src/core/index.ts';

/** The ffmpeg of the machine, or the packaged one: tests need nothing but npm. */
export const testFfmpeg = async (): Promise<Ffmpeg> => (await findFfmpeg(parseConfig(process.env), process.env)).ffmpeg;

/** A folder that `remove` takes away. */
export async function makeFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'reelsight-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface ClipRecipe {
  /** lavfi sources, shown one after the other with a cut between: [source, seconds]. */
  readonly parts?: readonly (readonly [source: string, seconds: number])[];
  readonly size?: string;
  readonly rate?: string;
  /** A lavfi sound, or null for none. */
  readonly sound?: string | null;
  readonly outputOptions?: readonly string[];
  readonly filter?: string;
}

/** Textured, moving, all different: what codecs and detectors treat as pictures. */
export const PICTURES = {
  fractal: 'mandelbrot=start_scale=2:end_scale=0.3:end_pts=60',
  deepFractal: 'mandelbrot=start_x=-0.7453:start_y=0.1127:start_scale=0.01:end_scale=0.002:end_pts=60',
  chart: 'testsrc2',
  clock: 'testsrc',
} as const;

/** Writes a clip with ffmpeg and returns its path. By default three shots of two seconds with a tone. */
export async function writeClip(ffmpeg: Ffmpeg, path: string, recipe: ClipRecipe = {}): Promise<string> {
  const size = recipe.size ?? '320x180';
  const rate = recipe.rate ?? '25';
  const parts = recipe.parts ?? [
    [PICTURES.fractal, 2],
    [PICTURES.chart, 2],
    [PICTURES.deepFractal, 2],
  ];
  const sound = recipe.sound === undefined ? 'sine=f=440' : recipe.sound;
  const command = describeCommand();
  for (const [source] of parts)
    command.input(`${source}${source.includes('=') ? ':' : '='}s=${size}:r=${rate}`).inputFormat('lavfi');
  const graph = parts.map(
    ([, seconds], i) => `[${i}:v]trim=duration=${seconds},setpts=PTS-STARTPTS,format=yuv420p,setsar=1[v${i}]`,
  );
  graph.push(
    `${parts.map((_, i) => `[v${i}]`).join('')}concat=n=${parts.length}[all]`,
    `[all]${recipe.filter ?? 'null'}[v]`,
  );
  const total = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  if (sound) graph.push(`${sound}:d=${total}[a]`);
  command
    .complexFilter(graph.join(';'))
    .output(path)
    .outputOptions([
      '-map',
      '[v]',
      ...(sound ? ['-map', '[a]'] : []),
      '-y',
      '-threads',
      '1',
      ...(recipe.outputOptions ?? []),
    ]);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  if (exitCode !== 0) throw new Error(`ffmpeg made no ${path}: ${errors.join('\n')}`);
  return path;
}

export const openClip = async (path: string): Promise<VideoSource> =>
  (await openVideoSource(path, parseConfig({}), new AbortController().signal)).source;
