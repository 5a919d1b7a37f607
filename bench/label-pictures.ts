/**
 * Scores the head of everyday labels, or another one, on labelled pictures that it did not learn from.
 *
 *   npx tsx bench/label-pictures.ts SET... --cache FOLDER [--head FILE]
 *
 * A SET is a folder as models/heads/train-everyday.ts takes it. Prints average precision of each label, among pictures that
 * plainly show it and pictures that are known not to, over all sources and as the mean over the sources that have both: a
 * head that knows the sets apart and not the labels has a high first number and a low second one.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ensureModel } from '../models/ensure.ts';
import { embedPictures } from '../models/heads/everyday/embedding-store.ts';
import { type LabelledPicture, readSet } from '../models/heads/everyday/read-sets.ts';
import { createClassifier, openHead, ReelsightError } from '../src/core/index.ts';
import { averagePrecision, mean } from '../src/training/metrics.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, head: { type: 'string', default: 'models/heads/everyday.json' } },
});
if (positionals.length === 0 || !values.cache)
  throw new ReelsightError('input', 'Usage: npx tsx bench/label-pictures.ts SET... --cache FOLDER [--head FILE]');
const pictures = (await Promise.all(positionals.map(readSet))).flat();
const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: values.cache });
const classifier = await createClassifier({ ...model, threads: 1 });
const paths = pictures.map(({ path }) => path);
const embeddings = await embedPictures(paths, classifier, values.cache, console.error);
await classifier.close();
const head = openHead(await readFile(values.head), values.head, { ...model.entry, name: model.name });
const scores = new Map([...embeddings].map(([path, embedding]) => [path, head.score(embedding)] as const));

/** From this weight on it counts as known whether a picture shows a label. */
const KNOWN = 0.5;
const isKnown = ({ classes, weights, otherwise = 1 }: LabelledPicture, name: string): boolean =>
  (weights?.[name] ?? (classes.includes(name) ? 1 : otherwise)) >= KNOWN;

function score(c: number, name: string, among: readonly LabelledPicture[]): number | null {
  const answers = among
    .filter((picture) => scores.has(picture.path) && isKnown(picture, name))
    .map((picture) => ({ probability: scores.get(picture.path)![c], label: picture.classes.includes(name) }))
    .sort((a, b) => b.probability - a.probability);
  return averagePrecision({
    probabilities: answers.map(({ probability }) => probability),
    labels: answers.map(({ label }) => label),
  });
}

const isBoth = (name: string, among: readonly LabelledPicture[]) =>
  among.some(({ classes }) => classes.includes(name)) &&
  among.some((picture) => !picture.classes.includes(name) && isKnown(picture, name));
const bySource = new Map<string, LabelledPicture[]>();
for (const picture of pictures) bySource.set(picture.source, [...(bySource.get(picture.source) ?? []), picture]);
const show = (value: number | null) => (value === null ? '' : value.toFixed(3));
const all: number[] = [];
console.log('| label | pictures | average precision | mean over sources |\n|---|---|---|---|');
for (const [c, name] of head.classes.entries()) {
  const shown = pictures.filter(({ classes }) => classes.includes(name)).length;
  const whole = score(c, name, pictures);
  const parts = [...bySource.values()].filter((list) => isBoth(name, list)).map((list) => score(c, name, list));
  if (whole !== null) all.push(whole);
  console.log(`| ${name} | ${shown} | ${show(whole)} | ${show(mean(parts.filter((part) => part !== null)))} |`);
}
console.log(`Mean average precision: ${show(mean(all))}`);
