/**
 * Scores the recognition of products in photographs.
 *
 *   npx tsx bench/products.ts FOLDER [--part even|odd] [--backgrounds FOLDER] [--cache FOLDER]
 *
 * FOLDER holds catalogue pictures and photographs of products with a manifest (`recognition/products-set.ts`). All
 * products are registered; --part asks for every other one: constants were chosen on the even ones. --backgrounds lays
 * photographs over videos of a folder. --cache names the folder of built models, to score the whole picture's embedding
 * beside.
 */
import { parseArgs } from 'node:util';
import type { Sighting } from '../src/core/measurements/sighting.ts';
import { inspectFfmpeg } from '../src/core/media/ffmpeg.ts';
import { createFeatureExtractor } from '../src/core/recognition/features.ts';
import { buildIndex, readIndex } from '../src/core/recognition/index-file.ts';
import { createRecogniser } from '../src/core/recognition/recogniser.ts';
import { cosine } from './recognition/measures.ts';
import { embedPictures } from './recognition/peers.ts';
import { readDetail } from './recognition/pictures.ts';
import { type ProductPictures, readProducts } from './recognition/products-set.ts';
import { rememberFeatures } from './recognition/remember-features.ts';
import { scoreComposites } from './recognition/score-composites.ts';
import { placeSideBySide } from './recognition/side-by-side.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { part: { type: 'string' }, backgrounds: { type: 'string' }, cache: { type: 'string' } },
});
const [folder] = positionals;
if (!folder || !['even', 'odd', undefined].includes(values.part))
  throw new Error('Usage: npx tsx bench/products.ts FOLDER [--part even|odd] [--backgrounds FOLDER] [--cache FOLDER]');

const ffmpeg = await inspectFfmpeg(process.env.FFMPEG_PATH ?? 'ffmpeg', { PATH: process.env.PATH ?? '' });
const extractor = rememberFeatures(createFeatureExtractor());
const print = (cells: readonly (string | number)[]) =>
  console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`);

/** Registers catalogue pictures and the first photographs; the others are asked. */
async function registerProducts(products: readonly ProductPictures[], photoCount: number) {
  const pictures = [];
  for (const [item, { catalogue, photos }] of products.entries()) {
    for (const path of [...catalogue, ...photos.slice(0, photoCount)]) {
      const picture = await readDetail(ffmpeg, path);
      if (picture) pictures.push({ item, picture });
    }
  }
  const items = products.map(({ name }) => ({ id: name, title: name, facts: {} }));
  const file = await buildIndex('products', items, pictures, { extractor });
  return readIndex(file);
}

const isAsked = (item: number) => !values.part || (item % 2 === 0) === (values.part === 'even');

async function score(group: string, photoCount: number): Promise<void> {
  const products = await readProducts(folder, group);
  const recogniser = createRecogniser(await registerProducts(products, photoCount), { extractor });
  const asked = products.flatMap(({ photos }, item) =>
    isAsked(item) ? photos.slice(photoCount).map((path) => ({ item, path })) : [],
  );
  const answers: { item: number; sightings: Sighting[] }[] = [];
  for (const { item, path } of asked) {
    const picture = await readDetail(ffmpeg, path);
    answers.push({ item, sightings: picture ? recogniser.look(picture) : [] });
  }
  const share = (holds: (answer: (typeof answers)[number]) => boolean) => answers.filter(holds).length / answers.length;
  const rankOf = ({ item, sightings }: (typeof answers)[number]) => sightings.findIndex((seen) => seen.item === item);
  print([
    group,
    `catalogue and ${photoCount} photographs`,
    `features, ${answers.length} asked`,
    share((answer) => rankOf(answer) === 0),
    share((answer) => rankOf(answer) >= 0 && rankOf(answer) < 5),
    share(({ item, sightings }) => sightings.some((seen) => seen.item === item && seen.confidence >= 0.5)),
    share(({ item, sightings }) => sightings.some((seen) => seen.item !== item && seen.confidence >= 0.5)),
  ]);
  if (values.cache) await scoreEmbedding(values.cache, group, photoCount, products, asked);
}

async function scoreEmbedding(
  cache: string,
  group: string,
  photoCount: number,
  products: readonly ProductPictures[],
  asked: readonly { item: number; path: string }[],
): Promise<void> {
  const registered = products.map(({ catalogue, photos }) => [...catalogue, ...photos.slice(0, photoCount)]);
  const embeddings = await embedPictures(cache, [...registered.flat(), ...asked.map(({ path }) => path)]);
  const ranks = asked.map(({ item, path }) => {
    const near = registered.map((paths) =>
      Math.max(...paths.map((other) => cosine(embeddings.get(path)!, embeddings.get(other)!))),
    );
    return near.filter((value, i) => i !== item && value >= near[item]).length;
  });
  const within = (limit: number) => ranks.filter((rank) => rank < limit).length / ranks.length;
  print([group, `catalogue and ${photoCount} photographs`, 'embedding of the whole', within(1), within(5), '', '']);
}

/** Photographs of two products in one picture: how many of both are said to be there. */
async function scorePairs(group: string): Promise<void> {
  const products = await readProducts(folder, group);
  const recogniser = createRecogniser(await registerProducts(products, 0), { extractor });
  const asked = products.flatMap(({ photos }, item) => (isAsked(item) && photos[0] ? { item, path: photos[0] } : []));
  let [both, one, wrong, pairs] = [0, 0, 0, 0];
  for (let i = 0; i + 1 < asked.length; i += 2) {
    const [left, right] = [await readDetail(ffmpeg, asked[i].path), await readDetail(ffmpeg, asked[i + 1].path)];
    if (!left || !right) continue;
    const seen = recogniser.look(placeSideBySide(left, right));
    const said = seen.filter(({ confidence }) => confidence >= 0.5).map(({ item }) => item);
    const found = [asked[i], asked[i + 1]].filter(({ item }) => said.includes(item)).length;
    pairs++;
    if (found === 2) both++;
    if (found === 1) one++;
    wrong += said.length - found;
  }
  print([group, 'two side by side', `${pairs} pairs`, `both ${both}`, `one ${one}`, `others said ${wrong}`, '']);
}

/** Photographs of products in videos. */
async function scoreVideos(group: string, backgrounds: string): Promise<void> {
  const products = await readProducts(folder, group);
  const overlays = products.flatMap(({ name, photos: [path] }, item) =>
    isAsked(item) && path ? [{ id: name, path, crop: null }] : [],
  );
  await scoreComposites(ffmpeg, extractor, await registerProducts(products, 0), overlays, backgrounds, print);
}

print(['group', 'registered', 'method', 'recall at 1', 'recall at 5', 'said, right', 'said, another']);
await score('beer_labels', 0);
for (const photoCount of [0, 1, 2]) await score('grocery', photoCount);
await scorePairs('beer_labels');
if (values.backgrounds) await scoreVideos('beer_labels', values.backgrounds);
