import { createFeatureExtractor } from '../src/core/recognition/features.ts';
import { openFfmpeg } from './harness/open.ts';
import { runBench } from './harness/run.ts';
import { tableHead, tableRow } from './harness/tables.ts';
import { readProducts } from './recognition/products-set.ts';
import { rememberFeatures } from './recognition/remember-features.ts';
import { scoreComposites } from './recognition/score-composites.ts';
import {
  type ProductBench,
  registerProducts,
  scoreEmbedding,
  scorePairs,
  scorePhotos,
} from './recognition/score-products.ts';

const USAGE = `Usage: npx tsx bench/products.ts FOLDER [--part even|odd] [--backgrounds FOLDER] [--cache FOLDER]

Scores the recognition of products in photographs.

FOLDER holds catalogue pictures and photographs of products with a manifest (recognition/products-set.ts). All products
are registered; --part asks for every other one: constants were chosen on the even ones. --backgrounds lays photographs
over videos of a folder. --cache names the folder of built models, to score the whole picture's embedding beside.`;

await runBench(
  {
    usage: USAGE,
    positionals: ['FOLDER'],
    options: {
      part: { type: 'string', choices: ['even', 'odd'] },
      backgrounds: { type: 'string' },
      cache: { type: 'string' },
    },
  },
  async ({ values, positionals: [folder], print, progress, makeTempFolder }) => {
    const bench: ProductBench = {
      ffmpeg: await openFfmpeg(),
      extractor: rememberFeatures(createFeatureExtractor()),
      isAsked: (item) => !values.part || (item % 2 === 0) === (values.part === 'even'),
    };
    print(tableHead(['group', 'registered', 'method', 'recall at 1', 'recall at 5', 'said, right', 'said, another']));
    for (const [group, photoCount] of [
      ['beer_labels', 0],
      ['grocery', 0],
      ['grocery', 1],
      ['grocery', 2],
    ] as const) {
      const products = await readProducts(folder, group);
      const name = [group, `catalogue and ${photoCount} photographs`];
      print(tableRow([...name, ...(await scorePhotos(bench, products, photoCount))]));
      if (!values.cache) continue;
      print(tableRow([...name, ...(await scoreEmbedding(bench, products, photoCount, values.cache, progress))]));
    }
    const bottles = await readProducts(folder, 'beer_labels');
    print(tableRow(['beer_labels', ...(await scorePairs(bench, bottles))]));
    if (!values.backgrounds) return;
    const overlays = bottles.flatMap(({ name, photos: [path] }, item) =>
      bench.isAsked(item) && path ? [{ id: name, path, crop: null }] : [],
    );
    const index = await registerProducts(bench, bottles, 0);
    const { backgrounds } = values;
    await scoreComposites({ ...bench, index, overlays, backgrounds, work: await makeTempFolder(), print });
  },
);
