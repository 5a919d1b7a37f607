import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { ReelsightError } from '../../src/core/errors.ts';
import { openWeights } from '../ensure.ts';
import { writeBytes } from '../files.ts';
import { findNetwork } from '../networks.ts';
import { findPictures, readPictures } from '../pictures.ts';
import { localRangesPath } from '../plan-build.ts';
import { calibrate } from './calibration.ts';

const USAGE = `Usage: npx tsx models/calibration/calibrate.ts NETWORK FOLDER... --cache FOLDER [--every N] [--out FILE]

Measures a network's activations on the pictures of the folders and writes the ranges that its INT8 build needs: a few
hundred varied natural pictures will do. --every N takes every Nth picture of each folder (default 1). Without --out the
ranges go to the cache folder, where builds find them.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cache: { type: 'string' }, every: { type: 'string', default: '1' }, out: { type: 'string' } },
});
const [name, ...folders] = positionals;
const every = Number(values.every);
if (!name || folders.length === 0 || !values.cache || !(every >= 1)) throw new ReelsightError('input', USAGE);

const network = findNetwork(name);
const { source, weights } = await openWeights(network, values.cache);
const paths: string[] = [];
for (const folder of folders) paths.push(...(await findPictures(folder, every)));

async function* readFrames() {
  for await (const { frame } of readPictures(paths, console.error)) yield frame;
}

const ranges = await calibrate({
  network,
  source,
  weights,
  frames: readFrames(),
  threads: availableParallelism(),
  onPicture: (done) => {
    if (done % 20 === 0) console.error(`${done} of ${paths.length} pictures`);
  },
});
source.close();
const out = values.out ?? localRangesPath(values.cache, name);
await writeBytes(out, `${JSON.stringify(ranges, null, 2)}\n`);
console.error(`Wrote ${out}, from ${ranges.pictures} pictures.`);
