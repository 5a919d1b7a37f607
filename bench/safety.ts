/**
 * How often brand safety errs on films and pictures that are harmless, and how well it knows what it looks for.
 *
 *   npx tsx bench/safety.ts FOLDER... [--truth TRUTH.json] [--reports FOLDER] [--list] [--cache FOLDER]
 *
 * A FOLDER (and its subfolders) holds videos, pictures or both. Videos are analysed by the command line, every shot counts
 * once, with the worst risk of any segment that covers a part of it; `--reports` keeps the reports, and takes those that
 * are there. A picture is judged as a film that holds it for three seconds, the hardest case: all samples agree.
 *
 * Without a truth all is taken for harmless, and the table says what share is at each risk. TRUTH.json is an object by
 * file name (videos and pictures):
 *
 *   {"a.mp4": {"leaveOut": [[120, 300]]}, "b.jpg": {"shows": ["alcohol"], "unsure": ["smoking"]}, "c.jpg": {"shows": []}}
 *
 * `leaveOut`: ranges of frames that are not harmless; shots that touch them are left out. `shows`: classes of the head
 * `sensitive` in a picture; with them average precision by class is printed too, over the pictures that TRUTH.json names,
 * `unsure` ones left out. `--list` names what reads medium or worse.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findCacheFolder } from '../models/cache-folder.ts';
import { parseConfig, ReelsightError, type Report } from '../src/core/index.ts';
import { judgePictures, type PictureAnswer } from './safety/pictures.ts';
import { countRisks, GROUPS, printTable, type Row } from './safety/tables.ts';
import { analyseVideos } from './safety/videos.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    truth: { type: 'string' },
    reports: { type: 'string' },
    list: { type: 'boolean', default: false },
    cache: { type: 'string' },
  },
});
if (positionals.length === 0) throw new ReelsightError('input', 'Which folder? npx tsx bench/safety.ts FOLDER...');

const truthSchema = z.record(
  z.string(),
  z.object({
    leaveOut: z.array(z.tuple([z.number(), z.number()])).default([]),
    shows: z.array(z.string()).optional(),
    unsure: z.array(z.string()).default([]),
  }),
);
const truth = values.truth ? truthSchema.parse(JSON.parse(readFileSync(values.truth, 'utf8'))) : {};
const cacheFolder = values.cache ?? findCacheFolder(parseConfig(process.env), process.env);

const shots: Row[] = [];
for await (const { path, report } of analyseVideos(positionals, values.reports)) {
  const name = basename(path);
  const leaveOut = truth[name]?.leaveOut ?? [];
  for (const shot of report.shots) {
    if (leaveOut.some(([start, end]) => shot.startFrame < end && shot.endFrame > start)) continue;
    shots.push({ name: `${name} ${shot.startFrame}-${shot.endFrame}`, risks: risksOf(report, shot) });
  }
}

const pictures: PictureAnswer[] = [];
for await (const answer of judgePictures(positionals, cacheFolder)) pictures.push(answer);
const harmless = pictures.filter(({ path }) => (truth[basename(path)]?.shows ?? []).length === 0);

for (const [what, rows] of [
  ['shots', shots],
  ['pictures', harmless.map(({ path, risks }) => ({ name: path, risks }))],
] as const) {
  if (rows.length === 0) continue;
  process.stdout.write(`\n${rows.length} harmless ${what}\n\n`);
  printTable(
    ['', 'none', 'low', 'medium', 'high', 'floor', 'medium or worse'],
    GROUPS.map(({ title, categories }) => [title, ...countRisks(rows, categories)]),
  );
  if (!values.list) continue;
  for (const { name, risks } of rows)
    for (const [category, risk] of risks)
      if (!['none', 'low'].includes(risk)) process.stdout.write(`  ${risk} ${category}: ${name}\n`);
}

const told = pictures.filter(({ path }) => truth[basename(path)]?.shows !== undefined);
const classes = [...new Set(told.flatMap(({ scores }) => [...scores.keys()]))];
if (told.length > 0) {
  process.stdout.write(`\n${told.length} pictures of which it is known what they show\n\n`);
  printTable(
    ['class', 'pictures', 'average precision'],
    classes.map((name) => {
      const known = told.filter(({ path }) => !truth[basename(path)]!.unsure.includes(name));
      const ranked = known.toSorted((a, b) => b.scores.get(name)! - a.scores.get(name)!);
      const labels = ranked.map(({ path }) => truth[basename(path)]!.shows!.includes(name));
      let right = 0;
      const precisions = labels.flatMap((label, i) => (label ? [++right / (i + 1)] : []));
      const mean = precisions.reduce((sum, value) => sum + value, 0) / precisions.length;
      return [name, String(precisions.length), precisions.length === 0 ? '' : mean.toFixed(3)];
    }),
  );
}

/** The worst risk of a shot in each category that was assessed. */
function risksOf({ brandSafety }: Report, shot: Report['shots'][number]): Row['risks'] {
  return new Map(
    brandSafety.categories
      .filter(({ status }) => status === 'assessed')
      .map(({ category, segments }) => {
        const touching = segments.filter(
          ({ startSeconds, endSeconds }) =>
            startSeconds < shot.endSeconds - 1e-6 && endSeconds > shot.startSeconds + 1e-6,
        );
        return [category, touching.map(({ risk }) => risk)] as const;
      })
      .map(([category, risks]) => [
        category,
        ['floor', 'high', 'medium', 'low'].find((risk) => risks.includes(risk as never)) ?? 'none',
      ]),
  );
}
