import { parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { trainHead } from '../../src/training/index.ts';
import { ensureModel } from '../ensure.ts';
import { writeBytes } from '../files.ts';
import { findPictures } from '../pictures.ts';
import { drawPictures } from './drawn-pictures.ts';
import { embedPictures } from './everyday/embedding-store.ts';
import { type EmbeddedPicture, RECIPES, requestOf } from './recipes/index.ts';

const USAGE = `Usage: npx tsx models/heads/train-shipped.ts RECIPE SET... --cache FOLDER [--out FILE]

Trains the head of what advertisers avoid (RECIPE: sensitive; train-everyday.ts trains the other). A SET is a folder with a
folder a class: the names of the classes' folders are in models/heads/recipes/. Embeddings are kept in the cache folder.
Without --out the head goes to models/heads/RECIPE.json.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, out: { type: 'string' } },
});
const [name = '', ...sets] = positionals;
const recipe = RECIPES[name];
if (!recipe || sets.length === 0 || !values.cache) throw new ReelsightError('input', USAGE);

const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: values.cache });
const classifier = await createClassifier({ ...model, threads: 1 });
const paths: string[] = [];
for (const set of sets) paths.push(...(await findPictures(set)));
const embeddings = await embedPictures(paths, classifier, values.cache, console.error);
const pictures: EmbeddedPicture[] = [...embeddings].map(([path, embedding]) => ({ path, embeddings: [embedding] }));
let drawn = 0;
for (const frame of drawPictures(recipe.drawn, 1)) {
  const [embedding] = (await classifier.infer(frame, 1)).embeddings;
  pictures.push({ path: `drawn/${String(drawn).padStart(3, '0')}`, embeddings: [embedding] });
  drawn += 1;
}
await classifier.close();
pictures.sort((a, b) => (a.path < b.path ? -1 : 1));
const request = requestOf(recipe, pictures, '');
const { file, evaluation, warnings } = await trainHead({
  ...request,
  network: model.entry,
  onProgress: ({ stage, done, total }) => {
    if (stage !== 'compare') console.error(`${stage} ${done} of ${total}`);
  },
});
const out = values.out ?? `models/heads/${name}.json`;
await writeBytes(out, `${JSON.stringify(file)}\n`);
for (const { message } of warnings) console.error(message);
console.error(`Wrote ${out}: ${JSON.stringify(evaluation?.scores, null, 2)}`);
