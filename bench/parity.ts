/**
 * How close the INT8 build of a network comes to the FP32 one on a folder of pictures.
 *
 *   npx tsx bench/parity.ts FOLDER [--network safety] [--every N]
 *
 * --every N takes every Nth picture. Prints the cosine of the embeddings, the share of pictures with the same likeliest
 * class, and how far scores move.
 */
import { parseArgs } from 'node:util';
import { findCacheFolder } from '../models/cache-folder.ts';
import { ensureModel } from '../models/ensure.ts';
import { findPictures, readPictures } from '../models/pictures.ts';
import { createClassifier, parseConfig } from '../src/core/index.ts';
import { cosine, indexOfLargest, largestDifference } from '../test/helpers/vectors.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { network: { type: 'string', default: 'safety' }, every: { type: 'string', default: '1' } },
});
const folder = positionals[0];
if (!folder) throw new RangeError('Usage: npx tsx bench/parity.ts FOLDER [--network NAME] [--every N]');
const cacheFolder = findCacheFolder(parseConfig(process.env), process.env);

const open = async (precision: 'int8' | 'fp32') => {
  const model = await ensureModel({ name: values.network, precision, cacheFolder });
  if (model.precision !== precision) throw new Error(`${values.network} has no ${precision} build; calibrate it first`);
  return createClassifier({ ...model, threads: 2 });
};
const exact = await open('fp32');
const coded = await open('int8');
const cosines: number[] = [];
const moves: number[] = [];
let same = 0;
const paths = await findPictures(folder, Number(values.every));
for await (const { frame } of readPictures(paths, console.error)) {
  const [a, b] = [await exact.infer(frame, 1), await coded.infer(frame, 1)];
  cosines.push(cosine(a.embeddings[0]!, b.embeddings[0]!));
  moves.push(largestDifference(a.scores[0]!, b.scores[0]!));
  if (indexOfLargest(a.scores[0]!) === indexOfLargest(b.scores[0]!)) same++;
}
await Promise.all([exact.close(), coded.close()]);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
process.stdout.write(
  `pictures              ${cosines.length}\n` +
    `cosine, mean          ${mean(cosines).toFixed(5)}\n` +
    `cosine, smallest      ${Math.min(...cosines).toFixed(5)}\n` +
    `same likeliest class  ${((100 * same) / cosines.length).toFixed(2)} %\n` +
    `score moved, mean     ${mean(moves).toFixed(4)}\n` +
    `score moved, most     ${Math.max(...moves).toFixed(4)}\n`,
);
