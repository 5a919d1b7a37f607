import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { ensureModel } from '../ensure.ts';
import { writeBytes } from '../files.ts';
import { findPictures, readPictures } from '../pictures.ts';

const USAGE = `Usage: npx tsx models/scenes/measure-centre.ts FOLDER... --cache FOLDER [--every N] [--out FILE]

Writes the mean of the normalised embeddings of the pictures of the folders: the centre that scenes are compared from.
A few hundred pictures of many kinds of places will do. --every N takes every Nth picture of each folder (default 1).
Without --out it is src/core/scenes/centre.json.`;

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, every: { type: 'string', default: '1' }, out: { type: 'string' } },
});
const every = Number(values.every);
if (folders.length === 0 || !values.cache || !(every >= 1)) throw new ReelsightError('input', USAGE);

const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: values.cache });
const classifier = await createClassifier({ ...model, threads: availableParallelism() });
const paths: string[] = [];
for (const folder of folders) paths.push(...(await findPictures(folder, every)));

const sum = new Float64Array(classifier.embeddingSize);
let pictures = 0;
for await (const { frame } of readPictures(paths, console.error)) {
  const [embedding] = (await classifier.infer(frame, 1)).embeddings;
  const length = Math.sqrt(embedding.reduce((squares, value) => squares + value * value, 0));
  for (let d = 0; d < sum.length; d++) sum[d] += embedding[d] / length;
  pictures += 1;
}
await classifier.close();

const out = values.out ?? 'src/core/scenes/centre.json';
const embedding = model.entry.embedding.map(({ layer }) => layer);
const centre = Array.from(sum, (value) => Number((value / pictures).toPrecision(4)));
await writeBytes(out, `${JSON.stringify({ embedding, pictures, centre }, null, 2)}\n`);
console.error(`Wrote ${out}, from ${pictures} pictures.`);
