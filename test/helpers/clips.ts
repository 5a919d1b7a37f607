import { createHash, randomUUID } from 'node:crypto';
import { access, copyFile, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { openVideoSource } from '../../src/adapters/local/video/video-source.ts';
import {
  describeCommand,
  type Ffmpeg,
  findFfmpeg,
  parseConfig,
  runFfmpeg,
  type VideoSource,
} from '../../src/core/index.ts';
import { TEST_CACHE } from './test-cache.ts';

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

/**
 * Textured, moving, all different: what codecs and detectors treat as pictures. Fractals of few iterations: more of them
 * change little that can be seen, and cost up to eight times as much.
 */
export const PICTURES = {
  fractal: 'mandelbrot=maxiter=200:start_scale=2:end_scale=0.3:end_pts=60',
  deepFractal: 'mandelbrot=maxiter=200:start_x=-0.7453:start_y=0.1127:start_scale=0.01:end_scale=0.002:end_pts=60',
  chart: 'testsrc2',
  clock: 'testsrc',
} as const;

/** To be raised when `encodeClip` makes other clips of the same plan. */
const ENCODING_VERSION = 1;
const CLIP_CACHE = join(TEST_CACHE, 'clips');

/**
 * Writes a clip with ffmpeg and returns its path. By default three shots of two seconds with a tone. A clip is encoded
 * once and kept: who asks for the same again gets a copy of it.
 */
export const writeClip = (ffmpeg: Ffmpeg, path: string, recipe: ClipRecipe = {}): Promise<string> =>
  writePlannedClip(ffmpeg, path, planClip(recipe));

/** All that ffmpeg is told of a clip. */
export interface ClipPlan {
  /** lavfi sources, the inputs of the graph. */
  readonly sources: readonly string[];
  readonly graph: string;
  readonly outputOptions: readonly string[];
}

/** The same of what no recipe describes. */
export async function writePlannedClip(ffmpeg: Ffmpeg, path: string, plan: ClipPlan): Promise<string> {
  const extension = extname(path);
  const { size, mtimeMs } = await stat(ffmpeg.path);
  const kept = join(CLIP_CACHE, hash([ENCODING_VERSION, ffmpeg.path, ffmpeg.version, size, mtimeMs, plan]) + extension);
  if (!(await exists(kept))) {
    await mkdir(CLIP_CACHE, { recursive: true });
    // Others may write the same at the same time: each to a file of its own, of which one stays.
    const own = join(CLIP_CACHE, randomUUID() + extension);
    try {
      await encodeClip(ffmpeg, own, plan);
      await rename(own, kept);
    } finally {
      await rm(own, { force: true });
    }
  }
  await copyFile(kept, path);
  return path;
}

function planClip({
  size = '320x180',
  rate = '25',
  parts = [
    [PICTURES.fractal, 2],
    [PICTURES.chart, 2],
    [PICTURES.deepFractal, 2],
  ],
  sound = 'sine=f=440',
  filter = 'null',
  outputOptions = [],
}: ClipRecipe): ClipPlan {
  const trims = parts.map(
    ([, seconds], i) => `[${i}:v]trim=duration=${seconds},setpts=PTS-STARTPTS,format=yuv420p,setsar=1[v${i}]`,
  );
  const total = parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  return {
    sources: parts.map(([source]) => `${source}${source.includes('=') ? ':' : '='}s=${size}:r=${rate}`),
    graph: [
      ...trims,
      `${parts.map((_, i) => `[v${i}]`).join('')}concat=n=${parts.length}[all]`,
      `[all]${filter}[v]`,
      ...(sound ? [`${sound}:d=${total}[a]`] : []),
    ].join(';'),
    outputOptions: ['-map', '[v]', ...(sound ? ['-map', '[a]'] : []), '-y', '-threads', '1', ...outputOptions],
  };
}

async function encodeClip(ffmpeg: Ffmpeg, path: string, { sources, graph, outputOptions }: ClipPlan): Promise<void> {
  const command = describeCommand();
  for (const source of sources) command.input(source).inputFormat('lavfi');
  command
    .complexFilter(graph)
    .output(path)
    .outputOptions([...outputOptions]);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  if (exitCode !== 0) throw new Error(`ffmpeg made no ${path}: ${errors.join('\n')}`);
}

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

export const openClip = async (path: string): Promise<VideoSource> =>
  (await openVideoSource(path, parseConfig({}), new AbortController().signal)).source;
