import { existsSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { ReelsightError } from '../src/core/errors.ts';
import { analyzeVideo, readReport } from './harness/command-line.ts';
import { runBench } from './harness/run.ts';
import { tableHead, tableRow } from './harness/tables.ts';
import { countByLabel, type JudgedAnswer, judgeLabels, readJudgedFrames, scoreAnswers } from './labels/score-frames.ts';

const USAGE = `Usage: npx tsx bench/labels.ts TRUTH.json REPORTS [--films FOLDER[,FOLDER...]] [--each]

Scores the labels of shots against frames of films that a person judged by eye.

TRUTH.json is a list of {film, frame, present, maybe}: the film's file name without its ending, a frame number from 0,
the labels that a careful person accepts of that frame, and those that can be argued about, which count neither way.
REPORTS holds a report for each film, FILM/report.json; with --films what is missing there is analysed first, from the
videos of those folders. --each lists every frame with what was said of it.

Prints precision over all labels said of the shots that hold the frames, the share of the frames with a right label
(aims: 0.85 and 0.6), and both by film and by label.`;

await runBench(
  {
    usage: USAGE,
    positionals: ['TRUTH.json', 'REPORTS'],
    options: { films: { type: 'string', default: '' }, each: { type: 'boolean' } },
  },
  async ({ values, positionals: [truthPath, reports], print }) => {
    const frames = readJudgedFrames(truthPath);
    const films = [...new Set(frames.map(({ film }) => film))].sort();
    const answers: JudgedAnswer[] = [];
    for (const film of films) {
      const folder = join(reports, film);
      if (!existsSync(join(folder, 'report.json')))
        analyzeVideo(findFilm(values.films.split(',').filter(Boolean), film), folder);
      const { shots } = await readReport(folder);
      for (const judged of frames.filter((frame) => frame.film === film)) {
        const shot = shots.find(({ startFrame, endFrame }) => startFrame <= judged.frame && judged.frame < endFrame);
        if (!shot) throw new ReelsightError('input', `${film}: no shot holds frame ${judged.frame}.`);
        const names = shot.labels.map(({ name }) => name);
        answers.push(judgeLabels(judged, names));
      }
    }

    const show = (name: string, list: readonly JudgedAnswer[]) => {
      const { frames: count, right, wrong, precision, coverage } = scoreAnswers(list);
      print(tableRow([name, `${count}`, `${right + wrong}`, `${right}`, precision, coverage]));
    };
    if (values.each)
      for (const { frame, right, wrong } of answers)
        print(`${frame.film} ${frame.frame}: right ${right.join(', ') || '-'}; wrong ${wrong.join(', ') || '-'}`);
    print(tableHead(['film', 'frames', 'labels said', 'right', 'precision', 'frames with a right label']));
    for (const film of films)
      show(
        film,
        answers.filter(({ frame }) => frame.film === film),
      );
    show('all', answers);
    print(`\n${tableHead(['label', 'said', 'right', 'frames that show it'])}`);
    for (const { name, right, wrong, present } of countByLabel(answers))
      print(tableRow([name, `${right + wrong}`, `${right}`, `${present}`]));
  },
);

/** The video of a film in one of the folders. Errors: kind `input` where there is none. */
function findFilm(folders: readonly string[], film: string): string {
  for (const folder of folders) {
    const file = readdirSync(folder).find((entry) => parse(entry).name === film && !entry.endsWith('.json'));
    if (file) return join(folder, file);
  }
  throw new ReelsightError('input', `There is no report of ${film}, and no video in the folders of --films.`);
}
