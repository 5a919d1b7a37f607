import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { trainHead } from '../../src/training/index.ts';
import { ensureModel } from '../ensure.ts';
import { writeBytes } from '../files.ts';
import { findPictures, readPictures } from '../pictures.ts';
import { drawPictures } from './drawn-pictures.ts';
import { createViewTaker } from './random-view.ts';
import { type EmbeddedPicture, RECIPES, requestOf } from './recipes/index.ts';

const USAGE = `Usage: npx tsx models/heads/train-shipped.ts RECIPE SET... --cache FOLDER [--out FILE]

Trains the head of what advertisers avoid (RECIPE: sensitive; train-everyday.ts trains the other). A SET is one or more folders
joined by commas, each with a folder a class: the names of the classes' folders are in models/heads/recipes/. Unless the
recipe has one view, each picture is seen twice, itself and a nearer view; a set's pictures are dealt into two halves whose
views are drawn by seeds of their own. Without --out the head goes to models/heads/RECIPE.json.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, out: { type: 'string' } },
});
const [name = '', ...sets] = positionals;
const recipe = RECIPES[name];
if (!recipe || sets.length === 0 || !values.cache) throw new ReelsightError('input', USAGE);

const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: values.cache });
const classifier = await createClassifier({ ...model, threads: availableParallelism() });
const pictures: EmbeddedPicture[] = [];
for (const set of sets) {
  const paths: string[] = [];
  for (const folder of set.split(',')) paths.push(...(await findPictures(folder)));
  const halfOf = new Map(paths.map((path, i) => [path, i % 2]));
  const look = createLooker();
  for await (const { path, frame } of readPictures(paths, console.error))
    await look(path, frame, halfOf.get(path) ?? 0);
}
const look = createLooker();
let drawn = 0;
for (const frame of drawPictures(recipe.drawn, 1)) {
  await look(`drawn/${String(drawn).padStart(3, '0')}`, frame, drawn % 2);
  drawn += 1;
}
await classifier.close();
pictures.sort((a, b) => (a.path < b.path ? -1 : 1));
const request = requestOf(recipe, pictures, '');
const { file, evaluation, warnings } = await trainHead({ ...request, network: model.entry });
const out = values.out ?? `models/heads/${name}.json`;
await writeBytes(out, `${JSON.stringify(file)}\n`);
for (const { message } of warnings) console.error(message);
console.error(`Wrote ${out}: ${JSON.stringify(evaluation?.scores, null, 2)}`);

/** Embeds pictures, each itself and, where the recipe has two views, a nearer one; the halves of a set draw them apart. */
function createLooker() {
  const takers = [createViewTaker(1), createViewTaker(2)];
  return async (path: string, frame: Uint8Array, half: number): Promise<void> => {
    const embeddings: Float32Array[] = [];
    const views = recipe.views === 1 ? [frame] : [frame, takers[half](frame)];
    for (const view of views) embeddings.push((await classifier.infer(view, 1)).embeddings[0]);
    pictures.push({ path, embeddings });
    if (pictures.length % 100 === 0) console.error(`${pictures.length} pictures`);
  };
}
