import type { Detection } from '../../src/core/measurements/detections.ts';
import type { Ffmpeg } from '../../src/core/media/ffmpeg.ts';
import type { FeatureExtractor } from '../../src/core/recognition/features.ts';
import { buildIndex, type RecognitionIndex, readIndex } from '../../src/core/recognition/index-file.ts';
import { createRecogniser } from '../../src/core/recognition/recogniser.ts';
import { cosine } from '../harness/statistics.ts';
import type { Cells } from '../harness/tables.ts';
import { embedPictures } from './others.ts';
import { readDetail } from './pictures.ts';
import type { ProductPictures } from './products-set.ts';
import { placeSideBySide } from './side-by-side.ts';

export interface ProductBench {
  readonly ffmpeg: Ffmpeg;
  readonly extractor: FeatureExtractor;
  /** Whether the photographs of a product, by its number, are asked. */
  readonly isAsked: (item: number) => boolean;
}

/** Detections of this confidence or more are said to be there. */
const SAID = 0.5;

/** Registers catalogue pictures and the first photographs; the others are asked. */
export async function registerProducts(
  { ffmpeg, extractor }: ProductBench,
  products: readonly ProductPictures[],
  photoCount: number,
): Promise<RecognitionIndex> {
  const pictures = [];
  for (const [item, { catalogue, photos }] of products.entries()) {
    for (const path of [...catalogue, ...photos.slice(0, photoCount)]) {
      const picture = await readDetail(ffmpeg, path);
      if (picture) pictures.push({ item, picture });
    }
  }
  const items = products.map(({ name }) => ({ id: name, title: name, facts: {} }));
  return readIndex(await buildIndex('products', items, pictures, { extractor }));
}

const listAsked = ({ isAsked }: ProductBench, products: readonly ProductPictures[], photoCount: number) =>
  products.flatMap(({ photos }, item) =>
    isAsked(item) ? photos.slice(photoCount).map((path) => ({ item, path })) : [],
  );

/** Cells of a row: how many photographs were asked, recall at 1 and at 5, how often the right product and another is said. */
export async function scorePhotos(
  bench: ProductBench,
  products: readonly ProductPictures[],
  photoCount: number,
): Promise<Cells> {
  const { ffmpeg, extractor } = bench;
  const recogniser = createRecogniser(await registerProducts(bench, products, photoCount), { extractor });
  const answers: { item: number; detections: Detection[] }[] = [];
  for (const { item, path } of listAsked(bench, products, photoCount)) {
    const picture = await readDetail(ffmpeg, path);
    answers.push({ item, detections: picture ? recogniser.detect(picture) : [] });
  }
  const share = (holds: (answer: (typeof answers)[number]) => boolean) => answers.filter(holds).length / answers.length;
  const rankOf = ({ item, detections }: (typeof answers)[number]) => detections.findIndex((seen) => seen.item === item);
  return [
    `features, ${answers.length} asked`,
    share((answer) => rankOf(answer) === 0),
    share((answer) => rankOf(answer) >= 0 && rankOf(answer) < 5),
    share(({ item, detections }) => detections.some((seen) => seen.item === item && seen.confidence >= SAID)),
    share(({ item, detections }) => detections.some((seen) => seen.item !== item && seen.confidence >= SAID)),
  ];
}

/** The same by the nearest registered picture's embedding, which says nothing by itself. */
export async function scoreEmbedding(
  bench: ProductBench,
  products: readonly ProductPictures[],
  photoCount: number,
  cacheFolder: string,
  progress: (line: string) => void,
): Promise<Cells> {
  const asked = listAsked(bench, products, photoCount);
  const registered = products.map(({ catalogue, photos }) => [...catalogue, ...photos.slice(0, photoCount)]);
  const paths = [...registered.flat(), ...asked.map(({ path }) => path)];
  const embeddings = await embedPictures(cacheFolder, paths, progress);
  const ranks = asked.map(({ item, path }) => {
    const near = registered.map((others) =>
      Math.max(...others.map((other) => cosine(embeddings.get(path)!, embeddings.get(other)!))),
    );
    return near.filter((value, i) => i !== item && value >= near[item]).length;
  });
  const within = (limit: number) => ranks.filter((rank) => rank < limit).length / ranks.length;
  return ['embedding of the whole', within(1), within(5), '', ''];
}

/** Cells of a row: photographs of two products in one picture, and how many of both are said to be there. */
export async function scorePairs(bench: ProductBench, products: readonly ProductPictures[]): Promise<Cells> {
  const { ffmpeg, extractor, isAsked } = bench;
  const recogniser = createRecogniser(await registerProducts(bench, products, 0), { extractor });
  const asked = products.flatMap(({ photos }, item) => (isAsked(item) && photos[0] ? { item, path: photos[0] } : []));
  let [both, one, wrong, pairs] = [0, 0, 0, 0];
  for (let i = 0; i + 1 < asked.length; i += 2) {
    const [left, right] = [await readDetail(ffmpeg, asked[i].path), await readDetail(ffmpeg, asked[i + 1].path)];
    if (!left || !right) continue;
    const seen = recogniser.detect(placeSideBySide(left, right));
    const said = seen.filter(({ confidence }) => confidence >= SAID).map(({ item }) => item);
    const found = [asked[i], asked[i + 1]].filter(({ item }) => said.includes(item)).length;
    pairs++;
    if (found === 2) both++;
    if (found === 1) one++;
    wrong += said.length - found;
  }
  return ['two side by side', `${pairs} pairs`, `both ${both}`, `one ${one}`, `others said ${wrong}`, ''];
}
