import { parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { trainOpenHead } from '../../src/training/index.ts';
import { ensureModel } from '../ensure.ts';
import { writeBytes } from '../files.ts';
import { embedPictures } from './everyday/embedding-store.ts';
import { type LabelledPicture, readSet } from './everyday/read-sets.ts';

const USAGE = `Usage: npx tsx models/heads/train-everyday.ts SET... --cache FOLDER [--out FILE] [--data TEXT] [--precision P]

Trains the head of everyday labels. A SET is a folder of pictures: with labels.json, with judged.json and frames/, or with a
folder for each kind of place; models/heads/README.md has the formats. At least one set must be of frames of films: they
decide how sure a label must be. --precision is the share of right labels on films that is aimed at (default 0.86).`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string' },
    out: { type: 'string', default: 'models/heads/everyday.json' },
    data: { type: 'string' },
    precision: { type: 'string', default: '0.86' },
    regularisation: { type: 'string', default: '3e-4' },
  },
});
if (positionals.length === 0 || !values.cache) throw new ReelsightError('input', USAGE);
/** A class of fewer pictures is left out. */
const MIN_PICTURES = 8;

const labelled: LabelledPicture[] = [];
for (const folder of positionals) labelled.push(...(await readSet(folder)));
if (!labelled.some(({ isFilm }) => isFilm))
  throw new ReelsightError('input', `No set is of frames of films.\n${USAGE}`);
labelled.sort((a, b) => (a.path < b.path ? -1 : 1));
const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: values.cache });
const classifier = await createClassifier({ ...model, threads: 1 });
const embeddings = await embedPictures(
  labelled.map(({ path }) => path),
  classifier,
  values.cache,
  console.error,
);
await classifier.close();
const counts = new Map<string, number>();
for (const { classes } of labelled) for (const name of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
const isTaught = (name: string) => (counts.get(name) ?? 0) >= MIN_PICTURES;
const rare = [...counts.keys()].filter((name) => !isTaught(name));
if (rare.length > 0) console.error(`Left out, too few pictures: ${rare.join(', ')}.`);
const pictures = labelled.flatMap((picture) => {
  const embedding = embeddings.get(picture.path);
  return embedding ? [{ ...picture, classes: picture.classes.filter(isTaught), embeddings: [embedding] }] : [];
});
const films = new Set(pictures.filter(({ isFilm }) => isFilm).map(({ group }) => group));
const { file, films: score } = await trainOpenHead({
  name: 'everyday',
  title: `Everyday things, people and places: ${counts.size - rare.length} labels`,
  taxonomy: 'everyday',
  network: model.entry,
  pictures,
  regularisation: Number(values.regularisation),
  precision: Number(values.precision),
  seed: 1,
  data:
    values.data ??
    `${pictures.length} pictures from public repositories, among them ${pictures.filter(({ isFilm }) => isFilm).length} frames of ${films.size} films judged by eye; ` +
      'for most the licence is not clear, so it is not known whether the labels may be used commercially',
  licence: 'MIT (the weights; the pictures are not part of them)',
  onProgress: ({ stage, done, total }) => console.error(`${stage} ${done} of ${total}`),
});
await writeBytes(values.out, `${JSON.stringify(file)}\n`);
for (const { name, pictures: shown, averagePrecision, precision, recall } of file.scores?.classes ?? [])
  console.log(
    `| ${name} | ${shown} | ${averagePrecision ?? ''} | ${file.classes.find((c) => c.name === name)?.threshold} | ${precision ?? ''} | ${recall ?? ''} |`,
  );
console.log(`Mean average precision ${file.scores?.meanAveragePrecision}.`);
console.log(
  `On ${score.frames} frames of films not learned from: ${score.said} labels said, precision ${score.precision.toFixed(3)}, a right label on ${score.coverage.toFixed(3)}.`,
);
