/**
 * Renders six programmes of two to four minutes with known true breaks, has the command line analyse them, and scores
 * the reports.
 *
 *   npx tsx bench/breaks-rendered.ts PICTURES CLIPS --out FOLDER [--seed 1]
 *
 * PICTURES holds one folder of pictures for each kind of place, CLIPS videos to take pieces from. FOLDER keeps the
 * videos, their truth files (`breaks-reports.ts` says what these hold) and reports.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPictures } from '../models/pictures.ts';
import { openVideoSource } from '../src/adapters/local/video/video-source.ts';
import { type Ffmpeg, findFfmpeg, parseConfig, probeVideo } from '../src/core/index.ts';
import { renderProgramme, truthPathOf } from './breaks/render.ts';
import { planProgrammes, type SourceClip } from './breaks/rendered-plans.ts';
import { scoreReports } from './breaks/truth.ts';

/** Shorter or smaller videos make no scene. */
const LEAST_SECONDS = 8;
const LEAST_WIDTH = 300;

async function listClips(ffmpeg: Ffmpeg, folder: string): Promise<SourceClip[]> {
  const clips: SourceClip[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = resolve(folder, name);
    try {
      const { source } = await openVideoSource(path, parseConfig({}), new AbortController().signal);
      const probe = await probeVideo(ffmpeg, source, new AbortController().signal);
      const seconds = (probe.frameCount * probe.frameRate.denominator) / probe.frameRate.numerator;
      const isPlain = probe.canBeCut && !probe.hasTimeJumps && probe.rotationDegrees === 0;
      if (isPlain && seconds >= LEAST_SECONDS && probe.displayWidth >= LEAST_WIDTH)
        clips.push({ path, seconds, hasSound: probe.audioCodec !== null });
    } catch {
      // Not a video, or a damaged one: not a source of scenes.
    }
  }
  if (clips.length === 0) throw new Error(`There is no usable video in ${folder}.`);
  return clips;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const [pictures, clipFolder] = positionals;
if (!pictures || !clipFolder || !values.out)
  throw new Error('Usage: npx tsx bench/breaks-rendered.ts PICTURES CLIPS --out FOLDER');
const out = resolve(values.out);
await mkdir(out, { recursive: true });
const { ffmpeg } = await findFfmpeg(parseConfig(process.env), process.env);
const places = new Map<string, string[]>();
for (const path of await findPictures(pictures)) {
  const name = basename(dirname(path));
  places.set(name, [...(places.get(name) ?? []), path]);
}
const cli = fileURLToPath(new URL('../src/adapters/local/cli.ts', import.meta.url));
const pairs: { truthPath: string; reportPath: string }[] = [];
for (const { name, scenes, truth } of planProgrammes(
  places,
  await listClips(ffmpeg, clipFolder),
  Number(values.seed),
)) {
  const video = join(out, truth.video);
  await renderProgramme(ffmpeg, video, scenes);
  await writeFile(truthPathOf(out, name), `${JSON.stringify(truth, null, 2)}\n`);
  const reportFolder = join(out, `${name}.reelsight`);
  const { breaks, spacingSeconds } = truth;
  const wishes = ['--breaks', String(breaks.length), '--break-spacing', String(spacingSeconds)];
  const args = ['--import', 'tsx', cli, 'analyze', video, '--out', reportFolder, ...wishes];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`The analysis of ${video} failed.`);
  pairs.push({ truthPath: truthPathOf(out, name), reportPath: join(reportFolder, 'report.json') });
}
console.log(await scoreReports(pairs));
