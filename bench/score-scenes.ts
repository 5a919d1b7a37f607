import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ReelsightError } from '../src/core/errors.ts';
import { runBench } from './harness/run.ts';
import { mean } from './harness/statistics.ts';
import { tableHead, tableRow } from './harness/tables.ts';
import { alignBorders, matchBorders, rateBorders, scoreScenes } from './scenes/measures.ts';
import { describeFilm, parseScenesFile, readLengths } from './scenes/truth.ts';

const USAGE = `Usage: npx tsx bench/score-scenes.ts TRUTH.json REPORT.json [TRUTH.json REPORT.json ...] [--tolerance 0.5]

Scores scenes against a truth of your own.

REPORT.json is a report of "reelsight analyze", or a file written like a truth. TRUTH.json is one of

  {"scenes": [{"startFrame": 0, "endFrame": 250}, {"startFrame": 250, "endFrame": 400}]}
  {"scenes": [{"startSeconds": 0, "endSeconds": 10}, {"startSeconds": 10, "endSeconds": 16}]}
  {"boundaryFrames": [250]}
  {"boundarySeconds": [10]}

Frames count from 0 on the screen, seconds from the first picture, ends are exclusive. A boundary is where a scene
begins; the beginning and the end of the film need not be named. A scene lasts until the next one begins, so what lies
between two (a dissolve) belongs to the first. "frameRate" (a number, or numerator and denominator) and "frameCount" may
be given; else the report's count.

Prints for each pair coverage, overflow, F and DED, measured in frames (scenes/measures.ts has the formulas and where
they come from), and precision, recall and F1 of the boundaries within the tolerance, in seconds. A boundary within the
tolerance counts as exact in all of them.`;

const MEASURES = ['coverage', 'overflow', 'F', 'DED', 'boundary precision', 'recall', 'F1'];

await runBench(
  {
    usage: USAGE,
    positionals: ['TRUTH.json', 'REPORT.json...'],
    options: { tolerance: { type: 'number', default: 0.5 } },
  },
  async ({ values, positionals: paths, print }) => {
    if (paths.length % 2 === 1) throw new ReelsightError('input', 'Each truth needs a report after it.');
    const rows: number[][] = [];
    print(tableHead(['film', 'scenes (true)', ...MEASURES]));
    for (let i = 0; i < paths.length; i += 2) {
      const [truthPath, foundPath] = paths.slice(i, i + 2);
      const name = basename(truthPath, '.json');
      const [truthFile, foundFile] = [truthPath, foundPath].map((path) =>
        parseScenesFile(readFileSync(path, 'utf8'), path),
      );
      const film = describeFilm(truthFile, foundFile, name);
      const truth = readLengths(truthFile, film, truthPath);
      const found = readLengths(foundFile, film, foundPath);
      const toleranceFrames = values.tolerance * film.rate;
      const { coverage, overflow, f, ded } = scoreScenes(truth, alignBorders(truth, found, toleranceFrames));
      const borders = rateBorders(matchBorders(truth, found, toleranceFrames));
      const row = [coverage, overflow, f, ded, borders.precision, borders.recall, borders.f1];
      rows.push(row);
      print(tableRow([name, `${found.length} (${truth.length})`, ...row]));
    }
    if (rows.length > 1) print(tableRow(['mean', '', ...MEASURES.map((_, c) => mean(rows.map((row) => row[c])))]));
  },
);
