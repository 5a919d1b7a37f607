import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';
import { toUnitLength } from '../../src/core/math/unit-length.ts';
import { inspectFfmpeg } from '../../src/core/media/ffmpeg.ts';
import { createClassifier } from '../../src/core/vision/inception.ts';
import { ensureModel } from '../ensure.ts';
import { writeBytes } from '../files.ts';
import { findPictures, readPictures, takeFirst } from '../pictures.ts';
import { makeVariants } from '../views/variants.ts';
import { findPrincipalDirections } from './principal-directions.ts';

const USAGE = `Usage: npx tsx models/scenes/measure-space.ts FOLDER... --cache FOLDER [--per-folder N] [--out FILE]

Measures the space that scenes are compared in, from pictures of places: each in six ways, as cameras, encoders and
graders change it. Writes the mean embedding of them all, and the directions in which the ways of one picture differ
most: these say nothing about the place. A few hundred pictures of many kinds of places will do. --per-folder N takes the
first N of each folder below (default 8). Without --out it is models/scenes/space.json.`;

/** Fewer leave more of the treatments in the distances, more take kinds of places out of them: 16 to 64 are as good. */
const DIRECTIONS = 16;

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, 'per-folder': { type: 'string', default: '8' }, out: { type: 'string' } },
});
const perFolder = Number(values['per-folder']);
if (folders.length === 0 || !values.cache || !(perFolder >= 1)) throw new ReelsightError('input', USAGE);

const model = await ensureModel({ name: 'safety', precision: 'int8', cacheFolder: values.cache });
const classifier = await createClassifier({ ...model, threads: availableParallelism() });
const ffmpeg = await inspectFfmpeg(process.env.FFMPEG_PATH ?? 'ffmpeg', { PATH: process.env.PATH ?? '' });
const paths: string[] = [];
for (const folder of folders) paths.push(...takeFirst(await findPictures(folder), perFolder));

const sum = new Float64Array(classifier.embeddingSize);
const deviations: Float32Array[] = [];
let pictures = 0;
for await (const { path, frame } of readPictures(paths, console.error)) {
  const ways: Float32Array[] = [];
  for (const variant of await makeVariants(ffmpeg, path, frame))
    ways.push(toUnitLength(Float64Array.from((await classifier.infer(variant, 1)).embeddings[0])));
  const mean = sum.map((_, d) => ways.reduce((total, way) => total + way[d], 0) / ways.length);
  for (let d = 0; d < sum.length; d++) sum[d] += mean[d];
  deviations.push(...ways.map((way) => way.map((value, d) => value - mean[d])));
  pictures += 1;
  if (pictures % 50 === 0) console.error(`${pictures} of ${paths.length} pictures`);
}
await classifier.close();

const { directions, variances } = findPrincipalDirections(deviations, DIRECTIONS + 1);
const out = values.out ?? 'models/scenes/space.json';
const space = {
  embedding: model.entry.embedding.map(({ layer }) => layer),
  pictures,
  // What is left of each direction has the variance of the first one that is left alone.
  kept: variances.slice(0, DIRECTIONS).map((v) => Number(Math.sqrt(variances[DIRECTIONS] / v).toPrecision(4))),
  // One byte a number: the largest of a direction is 127.
  directions: directions.slice(0, DIRECTIONS).map((direction) => {
    const most = direction.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return Buffer.from(Int8Array.from(direction, (value) => Math.round((value / most) * 127)).buffer).toString(
      'base64',
    );
  }),
  centre: Array.from(sum, (value) => Number((value / pictures).toPrecision(4))),
};
await writeBytes(out, `${JSON.stringify(space, null, 2)}\n`);
console.error(`Wrote ${out}, from ${pictures} pictures.`);
