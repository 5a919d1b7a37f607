import { readFile } from 'node:fs/promises';
import { embedPictures } from '../models/heads/everyday/embedding-store.ts';
import { type LabelledPicture, readSet } from '../models/heads/everyday/read-sets.ts';
import { openHead } from '../src/core/index.ts';
import { averagePrecision, mean } from '../src/training/metrics.ts';
import { openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { tableHead, tableRow } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/label-pictures.ts SET... --cache FOLDER [--head FILE]

Scores the head of everyday labels, or another one, on labelled pictures that it did not learn from.

A SET is a folder as models/heads/train-everyday.ts takes it. Prints average precision of each label, among pictures that
plainly show it and pictures that are known not to, over all sources and as the mean over the sources that have both: a
head that knows the sets apart and not the labels has a high first number and a low second one.`;

/** From this weight on it counts as known whether a picture shows a label. */
const KNOWN = 0.5;

await runBench(
  {
    usage: USAGE,
    positionals: ['SET...'],
    options: {
      cache: { type: 'string', required: true },
      head: { type: 'string', default: 'models/heads/everyday.json' },
    },
  },
  async ({ values, positionals: sets, print, progress }) => {
    const pictures = (await Promise.all(sets.map(readSet))).flat();
    const { model, classifier } = await openNetwork({ cacheFolder: values.cache });
    const paths = pictures.map(({ path }) => path);
    const embeddings = await embedPictures(paths, classifier, values.cache, progress);
    await classifier.close();
    const head = openHead(await readFile(values.head), values.head, { ...model.entry, name: model.name });
    const scores = new Map([...embeddings].map(([path, embedding]) => [path, head.score(embedding)] as const));

    const score = (c: number, name: string, among: readonly LabelledPicture[]): number | null => {
      const answers = among
        .filter((picture) => scores.has(picture.path) && isKnown(picture, name))
        .map((picture) => ({ probability: scores.get(picture.path)![c], label: picture.classes.includes(name) }))
        .sort((a, b) => b.probability - a.probability);
      return averagePrecision({
        probabilities: answers.map(({ probability }) => probability),
        labels: answers.map(({ label }) => label),
      });
    };
    const bySource = new Map<string, LabelledPicture[]>();
    for (const picture of pictures) bySource.set(picture.source, [...(bySource.get(picture.source) ?? []), picture]);
    const all: number[] = [];
    print(tableHead(['label', 'pictures', 'average precision', 'mean over sources']));
    for (const [c, name] of head.classes.entries()) {
      const shown = pictures.filter(({ classes }) => classes.includes(name)).length;
      const whole = score(c, name, pictures);
      const parts = [...bySource.values()].filter((list) => hasBoth(name, list)).map((list) => score(c, name, list));
      if (whole !== null) all.push(whole);
      print(tableRow([name, `${shown}`, whole ?? '', mean(parts.filter((part) => part !== null)) ?? '']));
    }
    print(`Mean average precision: ${mean(all)?.toFixed(3) ?? ''}`);
  },
);

function isKnown({ classes, weights, otherwise = 1 }: LabelledPicture, name: string): boolean {
  return (weights?.[name] ?? (classes.includes(name) ? 1 : otherwise)) >= KNOWN;
}

/** Whether some of the pictures show a label, and some are known not to. */
function hasBoth(name: string, among: readonly LabelledPicture[]): boolean {
  return (
    among.some(({ classes }) => classes.includes(name)) &&
    among.some((picture) => !picture.classes.includes(name) && isKnown(picture, name))
  );
}
