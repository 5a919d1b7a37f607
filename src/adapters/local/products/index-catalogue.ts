import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import {
  buildIndex,
  createFeatureExtractor,
  findFfmpeg,
  keepIndexed,
  type LocalFeatures,
  mapTogether,
  ReelsightError,
} from '../../../core/index.ts';
import { lockLibrary } from '../library/lock-library.ts';
import { publishIndex } from '../library/publish-index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { type ImageTools, openImage } from './open-image.ts';
import { type Product, parseProduct } from './product.ts';
import { readCatalogue } from './read-catalogue.ts';

/** A row or a picture that could not be read. */
interface Failure {
  readonly where: string;
  readonly id: string;
  readonly reason: string;
  /** Whether the product is left out; else another picture of it is there. */
  readonly leftOut: boolean;
}

export interface IndexedCatalogue {
  readonly rows: number;
  readonly products: number;
  readonly pictures: number;
  readonly failures: readonly Failure[];
}

/** Pictures that are fetched and decoded at the same time: kind to a shop's server. */
const PRODUCT_CONCURRENCY = 4;

/**
 * Makes the catalogue's index and puts it into the library. No more than the features of each picture stay in memory, some
 * 45 KB. Errors: kind `input` for a catalogue that cannot be read or has an id twice, `decode` when it has rows, but no
 * product could be indexed; the library is as before then.
 */
export async function indexCatalogue(
  path: string,
  options: { readonly picturesPerProduct: number; readonly allowFolders?: readonly string[] },
  context: CommandContext,
): Promise<IndexedCatalogue> {
  const { progress, signal, config } = context;
  const { ffmpeg } = await findFfmpeg(config, context.environment);
  const failures: Failure[] = [];
  const fail = (failure: Failure) => {
    failures.push(failure);
    const { where, id, reason, leftOut } = failure;
    progress.log(`${where}${id && ` (${id})`}: ${reason.replace(/\.$/, '')}${leftOut ? '; left out' : ''}`);
  };
  const { rows, products } = await collectProducts(path, fail, context);
  const folders = { base: dirname(path), others: options.allowFolders ?? [] };
  const workFolder = await mkdtemp(join(tmpdir(), 'reelsight-catalogue-'));
  try {
    const allowPrivateHosts = config.REELSIGHT_ALLOW_PRIVATE_HOSTS === '1';
    const tools = { ffmpeg, folders, workFolder, allowPrivateHosts, signal };
    const pictures = await collectFeatures(products, options.picturesPerProduct, tools, { context, fail });
    const indexed = products.flatMap((product, i) =>
      pictures[i].length > 0 ? [{ product, pictures: pictures[i] }] : [],
    );
    if (rows > 0 && indexed.length === 0)
      throw new ReelsightError(
        'decode',
        `None of the ${rows} rows of ${JSON.stringify(basename(path))} could be indexed: the lines above say why. The library was not changed.`,
      );
    const bytes = await buildIndex(
      'products',
      indexed.map(({ product: { id, title, facts } }) => ({ id, title, facts })),
      indexed.flatMap((entry, item) => entry.pictures.map((picture) => ({ item, picture }))),
      { extractor: createFeatureExtractor() },
    );
    const pictureCount = indexed.reduce((sum, entry) => sum + entry.pictures.length, 0);
    await lockLibrary(context.libraryFolder, signal, async (assertHeld) => {
      assertHeld();
      await publishIndex(
        context.libraryFolder,
        'catalogue',
        { bytes, items: indexed.length },
        { source: basename(path), pictures: pictureCount, leftOut: rows - indexed.length },
      );
    });
    return { rows, products: indexed.length, pictures: pictureCount, failures: failures.toSorted(byPlace) };
  } finally {
    progress.stop();
    await rm(workFolder, { recursive: true, force: true });
  }
}

const NUMBER = /\d+/;
const byPlace = (a: Failure, b: Failure): number =>
  Number(NUMBER.exec(a.where)?.[0]) - Number(NUMBER.exec(b.where)?.[0]);

async function collectProducts(path: string, fail: (failure: Failure) => void, { progress, signal }: CommandContext) {
  const products: Product[] = [];
  const places = new Map<string, string>();
  let rows = 0;
  const warn = (message: string) => progress.log(`Warning: ${message}`);
  for await (const row of readCatalogue(path, { warn, signal })) {
    rows++;
    try {
      products.push(parseProduct(row));
    } catch (error) {
      if (!(error instanceof ReelsightError)) throw error;
      fail({ where: row.where, id: String(row.fields.get('id') ?? ''), reason: error.message, leftOut: true });
      continue;
    }
    const { id, where } = products.at(-1)!;
    const before = places.get(id);
    if (before !== undefined)
      throw new ReelsightError(
        'input',
        `Two products have the id ${JSON.stringify(id)}: ${before} and ${where} of ${JSON.stringify(basename(path))}. Give each its own.`,
      );
    places.set(id, where);
  }
  return { rows, products };
}

/** The features of each product's pictures, in the catalogue's order. */
async function collectFeatures(
  products: readonly Product[],
  picturesPerProduct: number,
  tools: ImageTools,
  { context: { progress, signal }, fail }: { context: CommandContext; fail: (failure: Failure) => void },
): Promise<LocalFeatures[][]> {
  const extractor = createFeatureExtractor();
  const found: LocalFeatures[][] = products.map(() => []);
  const failed = new Map<number, Omit<Failure, 'leftOut'>[]>();
  let done = 0;
  progress.start('Indexing', products.length, 'products');
  const collect = async ({ where, id, images }: Product, i: number, inner: AbortSignal) => {
    for (const image of images.slice(0, picturesPerProduct)) {
      inner.throwIfAborted();
      try {
        const picture = await openImage(image, { ...tools, signal: inner });
        found[i].push(keepIndexed('products', extractor.extract(picture)));
      } catch (error) {
        inner.throwIfAborted();
        if (!(error instanceof ReelsightError)) throw error;
        failed.set(i, [...(failed.get(i) ?? []), { where, id, reason: error.message }]);
      }
    }
    for (const failure of failed.get(i) ?? []) fail({ ...failure, leftOut: found[i].length === 0 });
    progress.update(++done);
  };
  // Those that a failure ends are waited for: the folder that they use is removed afterwards.
  await mapTogether(products, collect, { concurrency: PRODUCT_CONCURRENCY, signal });
  progress.stop();
  return found;
}
