/**
 * Scores scenes against a truth of your own.
 *
 *   npx tsx bench/score-scenes.ts TRUTH.json REPORT.json [TRUTH.json REPORT.json ...] [--tolerance SECONDS]
 *
 * REPORT.json is a report of `reelsight analyze`, or a file written like a truth. TRUTH.json is one of
 *
 *   {"scenes": [{"startFrame": 0, "endFrame": 250}, {"startFrame": 250, "endFrame": 400}]}
 *   {"scenes": [{"startSeconds": 0, "endSeconds": 10}, {"startSeconds": 10, "endSeconds": 16}]}
 *   {"boundaryFrames": [250]}
 *   {"boundarySeconds": [10]}
 *
 * Frames count from 0 on the screen, seconds from the first picture, ends are exclusive. A boundary is where a scene
 * begins; the beginning and the end of the film need not be named. A scene lasts until the next one begins, so what
 * lies between two (a dissolve) belongs to the first. `frameRate` (a number, or numerator and denominator) and
 * `frameCount` may be given; else the report's count.
 *
 * Prints for each pair coverage, overflow, F and DED, measured in frames (`scenes/measures.ts` has the formulas and
 * where they come from), and precision, recall and F1 of the boundaries within the tolerance (0.5 s if not given). A
 * boundary within the tolerance counts as exact in all of them.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { alignBorders, matchBorders, rateBorders, scoreScenes } from './scenes/measures.ts';
import { describeFilm, parseScenesFile, readLengths } from './scenes/truth.ts';

const USAGE = 'Usage: npx tsx bench/score-scenes.ts TRUTH.json REPORT.json [...] [--tolerance SECONDS]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tolerance: { type: 'string', default: '0.5' } },
});
const tolerance = Number(values.tolerance);
try {
  if (positionals.length === 0 || positionals.length % 2 === 1 || !(tolerance >= 0)) throw new Error(USAGE);
  const rows: number[][] = [];
  console.log('| film | scenes (true) | coverage | overflow | F | DED | boundary precision | recall | F1 |');
  console.log(`|---|${'---|'.repeat(8)}`);
  for (let i = 0; i < positionals.length; i += 2) {
    const [truthPath, foundPath] = positionals.slice(i, i + 2);
    const name = basename(truthPath, '.json');
    const [truthFile, foundFile] = [truthPath, foundPath].map((path) =>
      parseScenesFile(readFileSync(path, 'utf8'), path),
    );
    const film = describeFilm(truthFile, foundFile, name);
    const truth = readLengths(truthFile, film, truthPath);
    const found = readLengths(foundFile, film, foundPath);
    const toleranceFrames = tolerance * film.rate;
    const { coverage, overflow, f, ded } = scoreScenes(truth, alignBorders(truth, found, toleranceFrames));
    const borders = rateBorders(matchBorders(truth, found, toleranceFrames));
    const row = [coverage, overflow, f, ded, borders.precision, borders.recall, borders.f1];
    rows.push(row);
    console.log(
      `| ${name} | ${found.length} (${truth.length}) | ${row.map((value) => value.toFixed(3)).join(' | ')} |`,
    );
  }
  const mean = rows[0].map((_, c) => rows.reduce((sum, row) => sum + row[c], 0) / rows.length);
  if (rows.length > 1) console.log(`| mean | | ${mean.map((value) => value.toFixed(3)).join(' | ')} |`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
