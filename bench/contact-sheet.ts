import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { openVideoSource } from '../src/adapters/local/video/video-source.ts';
import { type Ffmpeg, parseConfig, probeVideo } from '../src/core/index.ts';
import { takeStills } from '../src/core/thumbnails/index.ts';
import { listEntries } from './contact-sheet/film.ts';
import { drawPage, type FilmSheet } from './contact-sheet/page.ts';
import { analyzeVideo, readReport } from './harness/command-line.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { findVideos, readTruth } from './shots/datasets.ts';
import { readGridFrames, truthToGrid } from './shots/frame-times.ts';

const USAGE = `Usage: npx tsx bench/contact-sheet.ts FOLDER... --out FOLDER [--only REGEXP] [--reports FOLDER]

Makes contact sheets of a folder of films, so that a person judges at a glance what the product says of them: each shot's
pictures with its labels, what it is flagged for and the boundary that it begins with, scenes, story breaks and what was
considered for one. Where a film's truth lies beside it (see bench/shots.ts) missed and false boundaries are marked red.

The folder gets index.html for all films and NAME.html with NAME.png for each. Reports are taken from
REPORTS/NAME/report.json (default: in the folder itself); a film that has none is analysed first. The pictures of pages
need Chromium: CHROMIUM_PATH, else /usr/bin/chromium; where there is none they are left out.`;

const PICTURE_WIDTH = 168;
const PAGE_WIDTH = 1430;

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER...'],
    options: {
      out: { type: 'string', required: true },
      only: { type: 'string', default: '' },
      reports: { type: 'string' },
    },
  },
  async ({ values, positionals: folders, print }) => {
    const out = resolve(values.out);
    const reports = resolve(values.reports ?? out);
    const ffmpeg = await openFfmpeg();
    mkdirSync(out, { recursive: true });
    const browser = await openBrowser();
    const films: FilmSheet[] = [];
    try {
      for (const video of folders.flatMap((folder) => findVideos(resolve(folder)))) {
        if (!new RegExp(values.only).test(basename(video))) continue;
        const film = await makeSheet(ffmpeg, video, out, reports);
        films.push(film);
        const file = join(out, `${film.name}.html`);
        writeFileSync(file, drawPage([film]));
        if (browser) {
          const page = await browser.newPage({ viewport: { width: PAGE_WIDTH, height: 400 } });
          await page.goto(pathToFileURL(file).href);
          await page.screenshot({ path: join(out, `${film.name}.png`), fullPage: true });
          await page.close();
        }
        print(`${film.name}: ${film.report.shots.length} shots`);
      }
    } finally {
      await browser?.close();
    }
    writeFileSync(join(out, 'index.html'), drawPage(films));
    print(join(out, 'index.html'));
  },
);

async function makeSheet(ffmpeg: Ffmpeg, video: string, out: string, reports: string): Promise<FilmSheet> {
  const name = basename(video, extname(video));
  const folder = join(reports, name);
  if (!existsSync(join(folder, 'report.json'))) analyzeVideo(video, folder);
  const report = await readReport(folder);
  const { signal } = new AbortController();
  const { source } = await openVideoSource(video, parseConfig(process.env), signal);
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
