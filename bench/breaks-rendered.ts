import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { findPictures } from '../models/pictures.ts';
import { openVideoSource } from '../src/adapters/local/video/video-source.ts';
import { type Ffmpeg, parseConfig, probeVideo, ReelsightError } from '../src/core/index.ts';
import { renderProgramme, truthPathOf } from './breaks/render.ts';
import { planProgrammes, type SourceClip } from './breaks/rendered-plans.ts';
import { scoreReports } from './breaks/truth.ts';
import { analyzeVideo } from './harness/command-line.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';

const USAGE = `Usage: npx tsx bench/breaks-rendered.ts PICTURES CLIPS --out FOLDER [--seed 1]

Renders six programmes of two to four minutes with known true breaks, has the command line analyse them, and scores the
reports.

PICTURES holds one folder of pictures for each kind of place, CLIPS videos to take parts of. FOLDER keeps the videos,
their truth files (breaks-reports.ts says what these hold) and reports.`;

/** Shorter or smaller videos make no scene. */
const MIN_SECONDS = 8;
const MIN_WIDTH = 300;

await runBench(
  {
    usage: USAGE,
    positionals: ['PICTURES', 'CLIPS'],
    options: { out: { type: 'string', required: true }, seed: { type: 'number', default: 1 } },
  },
  async ({ values, positionals: [pictures, clipFolder], print }) => {
    const out = resolve(values.out);
    await mkdir(out, { recursive: true });
    const ffmpeg = await openFfmpeg();
    const places = new Map<string, string[]>();
    for (const path of await findPictures(pictures)) {
      const name = basename(dirname(path));
      places.set(name, [...(places.get(name) ?? []), path]);
    }
    const pairs: { truthPath: string; reportPath: string }[] = [];
    for (const { name, scenes, truth } of planProgrammes(places, await listClips(ffmpeg, clipFolder), values.seed)) {
      const video = join(out, truth.video);
      await renderProgramme(ffmpeg, video, scenes);
      await writeFile(truthPathOf(out, name), `${JSON.stringify(truth, null, 2)}\n`);
      const reportFolder = join(out, `${name}.reelsight`);
      const { breaks, spacingSeconds } = truth;
      const count = ['--breaks', String(breaks.length), '--break-spacing', String(spacingSeconds)];
      analyzeVideo(video, reportFolder, ...count);
      pairs.push({ truthPath: truthPathOf(out, name), reportPath: join(reportFolder, 'report.json') });
    }
    print(await scoreReports(pairs));
  },
);

async function listClips(ffmpeg: Ffmpeg, folder: string): Promise<SourceClip[]> {
  const clips: SourceClip[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const path = resolve(folder, name);
    try {
      const { source } = await openVideoSource(path, parseConfig({}), new AbortController().signal);
      const probe = await probeVideo(ffmpeg, source, new AbortController().signal);
      const seconds = (probe.frameCount * probe.frameRate.denominator) / probe.frameRate.numerator;
      const isPlain = probe.isSplittable && probe.clock === 'file' && probe.rotationDegrees === 0;
      if (isPlain && seconds >= MIN_SECONDS && probe.displayWidth >= MIN_WIDTH)
        clips.push({ path, seconds, hasSound: probe.audioCodec !== null });
    } catch {
      // Not a video, or a damaged one: not a source of scenes.
    }
  }
  if (clips.length === 0) throw new ReelsightError('input', `There is no usable video in ${folder}.`);
  return clips;
}
