import { findPictures, readPictures } from '../models/pictures.ts';
import { ReelsightError } from '../src/core/errors.ts';
import { indexOfLargest, largestDifference } from '../test/helpers/vectors.ts';
import { openNetwork } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { cosine, mean } from './harness/statistics.ts';
import { alignColumns } from './harness/tables.ts';

const USAGE = `Usage: npx tsx bench/parity.ts FOLDER [--network safety] [--every 1]

How close the INT8 build of a network comes to the FP32 one on a folder of pictures.

--every N takes every Nth picture. Prints the cosine of the embeddings, the share of pictures with the same likeliest
class, and how far scores move.`;

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER'],
    options: { network: { type: 'string', default: 'safety' }, every: { type: 'number', default: 1 } },
  },
  async ({ values, positionals: [folder], print, progress }) => {
    const exact = await openBuild(values.network, 'fp32');
    const coded = await openBuild(values.network, 'int8');
    const cosines: number[] = [];
    const moves: number[] = [];
    let same = 0;
    const paths = await findPictures(folder, values.every);
    for await (const { frame } of readPictures(paths, progress)) {
      const [a, b] = [await exact.infer(frame, 1), await coded.infer(frame, 1)];
      cosines.push(cosine(a.embeddings[0]!, b.embeddings[0]!));
      moves.push(largestDifference(a.scores[0]!, b.scores[0]!));
      if (indexOfLargest(a.scores[0]!) === indexOfLargest(b.scores[0]!)) same++;
    }
    await Promise.all([exact.close(), coded.close()]);
    print(
      alignColumns([
        ['pictures', `${cosines.length}`],
        ['cosine, mean', mean(cosines).toFixed(5)],
        ['cosine, smallest', Math.min(...cosines).toFixed(5)],
        ['same likeliest class', `${((100 * same) / cosines.length).toFixed(2)} %`],
        ['score moved, mean', mean(moves).toFixed(4)],
        ['score moved, most', Math.max(...moves).toFixed(4)],
      ]),
    );
  },
);

async function openBuild(name: string, precision: 'int8' | 'fp32') {
  const { model, classifier } = await openNetwork({ name, precision, threads: 2 });
  if (model.precision !== precision)
    throw new ReelsightError('input', `${name} has no ${precision} build; calibrate it first.`);
  return classifier;
}
