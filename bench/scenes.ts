/**
 * Scores scene grouping on made-up films of known scenes, beside other ways to group.
 *
 *   npx tsx bench/scenes.ts --cache FOLDER [--pictures FOLDER] [--clips FOLDER ...] [--part even|odd] [--keep FILE]
 *     [--per-class 16] [--films 30] [--seed 1]
 *
 * --pictures names a folder with one folder of pictures for each kind of place, --clips folders of videos, each of one
 * place or with a JSON file that says what it was composed of (`scenes/clip-places.ts`). Films are made of the
 * embeddings (`scenes/sequences.ts` says how). --part takes every other kind of place and source: constants were chosen
 * on the even ones. --keep keeps embeddings in FILE.pictures and FILE.clips, to read them the next time.
 *
 * Coverage, overflow, F and DED count shots (`scenes/measures.ts`) and are means over films; F1 of borders, which must
 * be at the very shot, is over all borders of a kind. The mean is over the kinds but the last.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureModel } from '../models/ensure.ts';
import { createClassifier } from '../src/core/vision/inception.ts';
import { embedClips, leaveOutUnfair } from './scenes/clip-places.ts';
import { lengthsOf, matchBorders, rateBorders, scoreScenes } from './scenes/measures.ts';
import { METHODS, type Method } from './scenes/methods.ts';
import { embedPictures } from './scenes/picture-places.ts';
import { keepPlaces } from './scenes/places-file.ts';
import { KINDS, makeSequences, type Places, type Sequence } from './scenes/sequences.ts';

const { values } = parseArgs({
  options: {
    cache: { type: 'string' },
    pictures: { type: 'string' },
    clips: { type: 'string', multiple: true, default: [] },
    part: { type: 'string' },
    keep: { type: 'string' },
    'per-class': { type: 'string', default: '16' },
    films: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
});
const { cache, pictures, clips, keep, part } = values;
if (!cache || (!pictures && clips.length === 0) || !['even', 'odd', undefined].includes(part))
  throw new Error('Usage: npx tsx bench/scenes.ts --cache FOLDER [--pictures FOLDER] [--clips FOLDER ...]');

const COLUMNS = ['coverage', 'overflow', 'F', 'DED', 'boundary F1'] as const;

/** The columns' values of a method on the films of one kind. */
function score(films: readonly Sequence[], { group }: Method): number[] {
  const sums = [0, 0, 0, 0];
  const borders = { right: 0, found: 0, wanted: 0 };
  for (const film of films) {
    const [truth, found] = [film.borders, group(film)].map((of) => lengthsOf(of, film.vectors.length));
    const { coverage, overflow, f, ded } = scoreScenes(truth, found);
    [coverage, overflow, f, ded].forEach((value, c) => {
      sums[c] += value / films.length;
    });
    const matched = matchBorders(truth, found, 0);
    for (const key of ['right', 'found', 'wanted'] as const) borders[key] += matched[key];
  }
  return [...sums, rateBorders(borders).f1];
}

const print = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`);
const printHead = (cells: readonly string[]) =>
  console.log(`\n| ${cells.join(' | ')} |\n|${'---|'.repeat(cells.length)}`);

function report(title: string, all: Places): void {
  const places = new Map([...all].filter((_, i) => !part || i % 2 === (part === 'odd' ? 1 : 0)));
  const films = KINDS.map((kind) => makeSequences(kind, places, Number(values.films), Number(values.seed)));
  const fair = KINDS.length - 1;
  printHead([
    `${title}, ${places.size} places`,
    ...KINDS.map((kind) => `F ${kind}`),
    ...COLUMNS.map((column) => `mean ${column}`),
  ]);
  for (const method of METHODS) {
    const rows = films.map((ofKind) => score(ofKind, method));
    // A film of one scene has no borders to find.
    const means = COLUMNS.map((column, c) => {
      const counted = rows.filter((_, k) => k < fair && (column !== 'boundary F1' || KINDS[k] !== 'one scene'));
      return counted.reduce((sum, row) => sum + row[c], 0) / counted.length;
    });
    print([
      `${method.name}${method.isTold ? ' (told)' : ''}`,
      ...rows.map((row) => row[2].toFixed(2)),
      ...means.map((mean) => mean.toFixed(3)),
    ]);
    if (method !== METHODS.at(-1)) continue;
    printHead([`${title}, ${method.name}`, ...COLUMNS]);
    rows.forEach((row, k) => {
      print([KINDS[k], ...row.map((value) => value.toFixed(3))]);
    });
  }
}

const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: cache });
const classifier = await createClassifier({ ...model, threads: availableParallelism() });
if (pictures) {
  const make = () => embedPictures(pictures, Number(values['per-class']), classifier, console.error);
  report('photographs', await keepPlaces(keep && `${keep}.pictures`, make));
}
if (clips.length > 0) {
  const make = async () => {
    const places = new Map<string, readonly (readonly Float32Array[])[]>();
    for (const folder of clips)
      for (const [name, views] of await embedClips(folder, classifier, console.error)) places.set(name, views);
    return places;
  };
  report('clips', leaveOutUnfair(await keepPlaces(keep && `${keep}.clips`, make)));
}
await classifier.close();
