import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Report } from '../src/core/report.ts';
import { runBench } from './harness/run.ts';
import { mean } from './harness/statistics.ts';
import { tableHead, tableRow } from './harness/tables.ts';
import { judgePictures, type PictureAnswer } from './safety/pictures.ts';
import { countRisks, GROUPS, type Row } from './safety/tables.ts';
import { analyzeVideos } from './safety/videos.ts';

const USAGE = `Usage: npx tsx bench/safety.ts FOLDER... [--truth TRUTH.json] [--reports FOLDER] [--list] [--cache FOLDER]

How often brand safety errs on films and pictures that are harmless, and how well it knows what it searches for.

A FOLDER (and its subfolders) holds videos, pictures or both. Videos are analysed by the command line, every shot counts
once, with the worst risk of any segment that covers a part of it; --reports keeps the reports, and takes those that are
there. A picture is judged as a film that holds it for three seconds, the hardest case: all samples agree.

Without a truth all is taken for harmless, and the table says what share is at each risk. TRUTH.json is an object by file
name (videos and pictures):

  {"a.mp4": {"leaveOut": [[120, 300]]}, "b.jpg": {"shows": ["alcohol"], "unsure": ["smoking"]}, "c.jpg": {"shows": []}}

"leaveOut": ranges of frames that are not harmless; shots that touch them are left out. "shows": classes of the head
"sensitive" in a picture; with them average precision by class is printed too, over the pictures that TRUTH.json names,
"unsure" ones left out. --list names what reads medium or worse.`;

const truthSchema = z.record(
  z.string(),
  z.object({
    leaveOut: z.array(z.tuple([z.number(), z.number()])).default([]),
    shows: z.array(z.string()).optional(),
    unsure: z.array(z.string()).default([]),
  }),
);
type Truth = z.infer<typeof truthSchema>;

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER...'],
    options: {
      truth: { type: 'string' },
      reports: { type: 'string' },
      list: { type: 'boolean' },
      cache: { type: 'string' },
    },
  },
  async ({ values, positionals: folders, print, progress, makeTempFolder }) => {
    const truth = values.truth ? truthSchema.parse(JSON.parse(readFileSync(values.truth, 'utf8'))) : {};
    const shots: Row[] = [];
    for await (const { path, report } of analyzeVideos(folders, values.reports, await makeTempFolder())) {
      const name = basename(path);
      const leaveOut = truth[name]?.leaveOut ?? [];
      for (const shot of report.shots) {
        if (leaveOut.some(([start, end]) => shot.startFrame < end && shot.endFrame > start)) continue;
        shots.push({ name: `${name} ${shot.startFrame}-${shot.endFrame}`, risks: risksOf(report, shot) });
      }
    }
    const pictures: PictureAnswer[] = [];
    for await (const answer of judgePictures(folders, values.cache, progress)) pictures.push(answer);
    const harmless = pictures.filter(({ path }) => (truth[basename(path)]?.shows ?? []).length === 0);

    for (const [what, rows] of [
      ['shots', shots],
      ['pictures', harmless.map(({ path, risks }) => ({ name: path, risks }))],
    ] as const) {
      if (rows.length === 0) continue;
      print(`\n${rows.length} harmless ${what}\n`);
      print(tableHead(['', 'none', 'low', 'medium', 'high', 'floor', 'medium or worse']));
      for (const { title, categories } of GROUPS) print(tableRow([title, ...countRisks(rows, categories)]));
      if (!values.list) continue;
      for (const { name, risks } of rows)
        for (const [category, risk] of risks)
          if (!['none', 'low'].includes(risk)) print(`  ${risk} ${category}: ${name}`);
    }

    const named = pictures.filter(({ path }) => truth[basename(path)]?.shows !== undefined);
    if (named.length === 0) return;
    print(`\n${named.length} pictures of which it is known what they show\n`);
    print(tableHead(['class', 'pictures', 'average precision']));
    for (const name of new Set(named.flatMap(({ scores }) => [...scores.keys()]))) {
      const precisions = listPrecisions(name, named, truth);
      print(tableRow([name, `${precisions.length}`, precisions.length === 0 ? '' : mean(precisions)]));
    }
  },
);

/** The precision down to each picture that shows a class, pictures in falling order of its score. */
function listPrecisions(name: string, pictures: readonly PictureAnswer[], truth: Truth): number[] {
  const known = pictures.filter(({ path }) => !truth[basename(path)]!.unsure.includes(name));
  const ranked = known.toSorted((a, b) => b.scores.get(name)! - a.scores.get(name)!);
  const labels = ranked.map(({ path }) => truth[basename(path)]!.shows!.includes(name));
  let right = 0;
  return labels.flatMap((label, i) => (label ? [++right / (i + 1)] : []));
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
