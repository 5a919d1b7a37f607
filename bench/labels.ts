/**
 * Scores the labels of shots against frames of films that a person judged by eye.
 *
 *   npx tsx bench/labels.ts TRUTH.json REPORTS [--films FOLDER[,FOLDER...]] [--each]
 *
 * TRUTH.json is a list of {film, frame, present, maybe}: the film's file name without its ending, a frame number from 0,
 * the labels that a careful person accepts of that frame, and those that can be argued about, which count neither way.
 * REPORTS holds a report for each film, `FILM/report.json`; with --films what is missing there is analysed first, from the
 * videos of those folders. --each lists every frame with what was said of it.
 *
 * Prints precision over all labels said of the shots that hold the frames, the share of the frames with a right label
 * (aims: 0.85 and 0.6), and both by film and by label.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../src/core/index.ts';
import { countByLabel, type JudgedAnswer, judgeLabels, readJudgedFrames, scoreAnswers } from './labels/score-frames.ts';

const USAGE = 'Usage: npx tsx bench/labels.ts TRUTH.json REPORTS [--films FOLDER[,FOLDER...]] [--each]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { films: { type: 'string' }, each: { type: 'boolean', default: false } },
});
const [truthPath, reportsFolder] = positionals;
if (!truthPath || !reportsFolder) throw new Error(USAGE);
const frames = readJudgedFrames(truthPath);
const films = [...new Set(frames.map(({ film }) => film))].sort();
const answers: JudgedAnswer[] = [];
for (const film of films) {
  const path = join(reportsFolder, film, 'report.json');
  if (!existsSync(path)) analyse(film);
  const { shots } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  for (const judged of frames.filter((frame) => frame.film === film)) {
    const shot = shots.find(({ startFrame, endFrame }) => startFrame <= judged.frame && judged.frame < endFrame);
    if (!shot) throw new Error(`${film}: no shot holds frame ${judged.frame}.`);
    answers.push(
      judgeLabels(
        judged,
        shot.labels.map(({ name }) => name),
      ),
    );
  }
}

const show = (name: string, list: readonly JudgedAnswer[]) => {
  const { frames: count, right, wrong, precision, coverage } = scoreAnswers(list);
  console.log(
    `| ${name} | ${count} | ${right + wrong} | ${right} | ${precision.toFixed(3)} | ${coverage.toFixed(3)} |`,
  );
};
if (values.each)
  for (const { frame, right, wrong } of answers)
    console.log(`${frame.film} ${frame.frame}: right ${right.join(', ') || '-'}; wrong ${wrong.join(', ') || '-'}`);
console.log(
  '| film | frames | labels said | right | precision | frames with a right label |\n|---|---|---|---|---|---|',
);
for (const film of films)
  show(
    film,
    answers.filter(({ frame }) => frame.film === film),
  );
show('all', answers);
console.log('\n| label | said | right | frames that show it |\n|---|---|---|---|');
for (const { name, right, wrong, present } of countByLabel(answers))
  console.log(`| ${name} | ${right + wrong} | ${right} | ${present} |`);

/** Runs the product on a film, as a user would. */
function analyse(film: string): void {
  for (const folder of (values.films ?? '').split(',').filter(Boolean)) {
    const file = readdirSync(folder).find((entry) => parse(entry).name === film && !entry.endsWith('.json'));
    if (!file) continue;
    const command = ['tsx', 'src/adapters/local/cli.ts', 'analyze', join(folder, file)];
    const { status } = spawnSync('npx', [...command, '--out', join(reportsFolder, film)], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${file} could not be analysed.`);
    return;
  }
  throw new Error(`There is no report of ${film} in ${reportsFolder}. ${USAGE}`);
}
