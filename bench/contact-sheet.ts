/**
 * Makes contact sheets of a folder of films, so that a person judges at a glance what the product says of them: each
 * shot's pictures with its labels, what it is flagged for and the boundary that it begins with, scenes, story breaks and
 * what was considered for one. Where a film's truth lies beside it (see bench/shots.ts) missed and false boundaries are
 * marked red.
 *
 *   npx tsx bench/contact-sheet.ts FOLDER... --out FOLDER [--only REGEXP] [--reports FOLDER]
 *
 * The folder gets `index.html` for all films and `<name>.html` with `<name>.png` for each. Reports are taken from
 * `<reports>/<name>/report.json` (default: in the folder itself); a film that has none is analysed first. The pictures of
 * pages need Chromium: CHROMIUM_PATH, else /usr/bin/chromium; where there is none they are left out.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { openVideoSource } from '../src/adapters/local/video/video-source.ts';
import { findFfmpeg, parseConfig, probeVideo } from '../src/core/index.ts';
import type { Report } from '../src/core/report.ts';
import { takeStills } from '../src/core/stills/index.ts';
import { listEntries } from './contact-sheet/film.ts';
import { drawPage, type FilmSheet } from './contact-sheet/page.ts';
import { findVideos, readTruth } from './shots/datasets.ts';
import { readGridFrames, truthToGrid } from './shots/frame-times.ts';

const PICTURE_WIDTH = 168;
const PAGE_WIDTH = 1430;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    only: { type: 'string', default: '' },
    reports: { type: 'string' },
  },
});
if (!positionals[0] || !options.out)
  throw new RangeError(
    'Usage: npx tsx bench/contact-sheet.ts FOLDER... --out FOLDER [--only REGEXP] [--reports FOLDER]',
  );
const out = resolve(options.out);
const reports = resolve(options.reports ?? out);
const config = parseConfig(process.env);
const { ffmpeg } = await findFfmpeg(config, process.env);
const cli = fileURLToPath(new URL('../src/adapters/local/cli.ts', import.meta.url));

async function makeSheet(video: string): Promise<FilmSheet> {
  const name = basename(video, extname(video));
  const folder = join(reports, name);
  if (!existsSync(join(folder, 'report.json'))) {
    const args = ['--import', 'tsx', cli, 'analyze', video, '--out', folder];
    if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0)
      throw new Error(`The analysis of ${video} failed.`);
  }
  const report: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  const { signal } = new AbortController();
  const { source } = await openVideoSource(video, config, signal);
  const probe = await probeVideo(ffmpeg, source);
  const asDecoded = readTruth(video);
  const truth = asDecoded && truthToGrid(asDecoded, await readGridFrames(video, probe));
  const entries = listEntries(report, truth);
  const wanted = entries.flatMap((entry) => ('frames' in entry ? entry.frames : []));
  const frames = [...new Set(wanted)].sort((a, b) => a - b);
  const pictures = join(out, 'pictures', name);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const width = Math.round(Math.min(1, probe.displayWidth / probe.displayHeight) * PICTURE_WIDTH);
  const files = await takeStills({
    ...{ ffmpeg, source, probe, frames, width, signal, format: 'jpeg', folder: pictures },
    onStills: () => {},
  });
  const pictureOf = (frame: number) => `pictures/${encodeURIComponent(name)}/${files.get(frame)}`;
  return { name, report, entries, pictureOf };
}

/** Null where there is no Chromium. */
async function openBrowser(): Promise<Browser | null> {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  return existsSync(executablePath) ? chromium.launch({ executablePath, args: ['--no-sandbox'] }) : null;
}

mkdirSync(out, { recursive: true });
const browser = await openBrowser();
const films: FilmSheet[] = [];
try {
  for (const video of positionals.flatMap((folder) => findVideos(resolve(folder)))) {
    if (!new RegExp(options.only).test(basename(video))) continue;
    const film = await makeSheet(video);
    films.push(film);
    const file = join(out, `${film.name}.html`);
    writeFileSync(file, drawPage([film]));
    if (browser) {
      const page = await browser.newPage({ viewport: { width: PAGE_WIDTH, height: 400 } });
      await page.goto(pathToFileURL(file).href);
      await page.screenshot({ path: join(out, `${film.name}.png`), fullPage: true });
      await page.close();
    }
    console.log(`${film.name}: ${film.report.shots.length} shots`);
  }
} finally {
  await browser?.close();
}
writeFileSync(join(out, 'index.html'), drawPage(films));
console.log(join(out, 'index.html'));
