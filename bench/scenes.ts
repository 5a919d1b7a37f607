import { availableParallelism } from 'node:os';
import { ReelsightError } from '../src/core/errors.ts';
import { openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { mean } from './harness/statistics.ts';
import { tableHead, tableRow } from './harness/tables.ts';
import { embedClips, leaveOutUnfair } from './scenes/clip-places.ts';
import { lengthsOf, matchBorders, rateBorders, scoreScenes } from './scenes/measures.ts';
import { METHODS, type Method } from './scenes/methods.ts';
import { embedPictures } from './scenes/picture-places.ts';
import { keepPlaces } from './scenes/places-file.ts';
import { KINDS, makeSequences, type Places, type Sequence } from './scenes/sequences.ts';

const USAGE = `Usage: npx tsx bench/scenes.ts --cache FOLDER [--pictures FOLDER] [--clips FOLDER ...] [--part even|odd]
  [--keep FILE] [--per-class 16] [--films 30] [--seed 1]

Scores scene grouping on made-up films of known scenes, beside other ways to group.

--pictures names a folder with one folder of pictures for each kind of place, --clips folders of videos, each of one
place or with a JSON file that says what it was composed of (scenes/clip-places.ts). Films are made of the embeddings
(scenes/sequences.ts says how). --part takes every other kind of place and source: constants were chosen on the even
ones. --keep keeps embeddings in FILE.pictures and FILE.clips, to read them the next time.

Coverage, overflow, F and DED count shots (scenes/measures.ts) and are means over films; F1 of borders, which must be at
the very shot, is over all borders of a kind. The mean is over the kinds but the last.`;

const COLUMNS = ['coverage', 'overflow', 'F', 'DED', 'boundary F1'] as const;

await runBench(
  {
    usage: USAGE,
    positionals: [],
    options: {
      cache: { type: 'string', required: true },
      pictures: { type: 'string' },
      clips: { type: 'string', multiple: true },
      part: { type: 'string', choices: ['even', 'odd'] },
      keep: { type: 'string' },
      'per-class': { type: 'number', default: 16 },
      films: { type: 'number', default: 30 },
      seed: { type: 'number', default: 1 },
    },
  },
  async ({ values, print, progress }) => {
    const { cache, pictures, clips, keep, part } = values;
    if (!pictures && clips.length === 0) throw new ReelsightError('input', '--pictures or --clips must be given.');
    const report = (title: string, all: Places) => {
      const places = new Map([...all].filter((_, i) => !part || i % 2 === (part === 'odd' ? 1 : 0)));
      const films = KINDS.map((kind) => makeSequences(kind, places, values.films, values.seed));
      for (const line of compareMethods(`${title}, ${places.size} places`, title, films)) print(line);
    };
    const { classifier } = await openNetwork({ cacheFolder: cache, threads: availableParallelism() });
    if (pictures) {
      const make = () => embedPictures(pictures, values['per-class'], classifier, progress);
      report('photographs', await keepPlaces(keep && `${keep}.pictures`, make));
    }
    if (clips.length > 0) {
      const make = async () => {
        const places = new Map<string, readonly (readonly Float32Array[])[]>();
        for (const folder of clips)
          for (const [name, views] of await embedClips(folder, classifier, progress)) places.set(name, views);
        return places;
      };
      report('clips', leaveOutUnfair(await keepPlaces(keep && `${keep}.clips`, make)));
    }
    await classifier.close();
  },
);

/** Lines of a table of all methods, and of one of the last method by kind. `films[kind]`: the films of a kind. */
function* compareMethods(head: string, title: string, films: readonly (readonly Sequence[])[]): Generator<string> {
  const fair = KINDS.length - 1;
  const means = COLUMNS.map((column) => `mean ${column}`);
  yield `\n${tableHead([head, ...KINDS.map((kind) => `F ${kind}`), ...means])}`;
  for (const method of METHODS) {
    const rows = films.map((ofKind) => score(ofKind, method));
    const byColumn = COLUMNS.map((column, c) => {
      // A film of one scene has no borders to find.
      const counted = rows.filter((_, k) => k < fair && (column !== 'boundary F1' || KINDS[k] !== 'one scene'));
      return mean(counted.map((row) => row[c]));
    });
    const name = `${method.name}${method.isTold ? ' (told)' : ''}`;
    yield tableRow([name, ...rows.map((row) => row[2].toFixed(2)), ...byColumn]);
    if (method !== METHODS.at(-1)) continue;
    yield `\n${tableHead([`${title}, ${method.name}`, ...COLUMNS])}`;
    for (const [k, row] of rows.entries()) yield tableRow([KINDS[k], ...row]);
  }
}

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
