import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Ffmpeg, findFfmpeg, ReelsightError } from '../../../core/index.ts';
import { lockLibrary } from '../library/lock-library.ts';
import { openLatestIndex } from '../library/open-index.ts';
import { publishIndex, withdrawIndex } from '../library/publish-index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { parseBrandName, slugOf } from './brand-name.ts';
import { type Brand, PICTURES_FOLDER, readBrands } from './brand-record.ts';
import { type AddedFiles, type BuiltBrands, buildBrandIndex, type Resemblance } from './build-brand-index.ts';
import { keepPicture } from './keep-picture.ts';

export interface AddedBrand {
  readonly brand: Brand;
  /** Files of `brand.pictures` that were not there before. */
  readonly added: ReadonlySet<string>;
  /** Pictures that were given and are there already. */
  readonly known: readonly string[];
  readonly resemblances: readonly Resemblance[];
}

/** Registers pictures of a brand, a new one or one that is there. Errors: kind `input` or `not-found`; nothing changes then. */
export async function addBrand(given: string, paths: readonly string[], context: CommandContext): Promise<AddedBrand> {
  const name = parseBrandName(given);
  const slug = slugOf(name);
  return changeBrands(slug, context, async (brands, { ffmpeg, publish }) => {
    const before = brands.find((brand) => brand.slug === slug) ?? { name, slug, pictures: [] };
    const pictures = new Map(before.pictures.map((picture) => [picture.file, picture]));
    const added = new Set<string>();
    const known: string[] = [];
    for (const path of paths) {
      context.signal.throwIfAborted();
      const folder = join(context.libraryFolder, PICTURES_FOLDER, slug);
      const kept = await keepPicture(path, folder, { ffmpeg, signal: context.signal });
      if (pictures.has(kept.file)) known.push(kept.name);
      else {
        pictures.set(kept.file, { ...kept, features: 0 });
        added.add(kept.file);
      }
    }
    const brand = { ...before, pictures: sortedBy([...pictures.values()], ({ file }) => file) };
    const others = brands.filter((other) => other.slug !== slug);
    const built = await publish([...others, brand], { slug, files: added });
    return {
      brand: built.brands.find((other) => other.slug === slug)!,
      added,
      known,
      resemblances: built.resemblances,
    };
  });
}

/** Forgets a brand and its pictures. Errors: kind `not-found`. */
export async function removeBrand(given: string, context: CommandContext): Promise<Brand> {
  const slug = slugOf(parseBrandName(given));
  return changeBrands(slug, context, async (brands, { publish }) => {
    const brand = brands.find((other) => other.slug === slug);
    if (!brand)
      throw new ReelsightError(
        'not-found',
        `There is no brand ${JSON.stringify(given)}. ${brands.length === 0 ? 'None is registered.' : `Registered: ${brands.map(({ name }) => name).join(', ')}.`}`,
      );
    await publish(brands.filter((other) => other !== brand));
    return brand;
  });
}

/** Rebuilds the index from the pictures that are kept, for another version of Reelsight. */
export const rebuildBrands = (context: CommandContext): Promise<number> =>
  changeBrands(null, context, async (brands, { publish }) => (await publish(brands)).brands.length);

interface Change {
  readonly ffmpeg: Ffmpeg;
  readonly publish: (brands: readonly Brand[], added?: AddedFiles) => Promise<BuiltBrands>;
}

/** @param slug the brand that changes; null: none, the index alone */
function changeBrands<T>(
  slug: string | null,
  context: CommandContext,
  change: (brands: readonly Brand[], tools: Change) => Promise<T>,
): Promise<T> {
  const { libraryFolder, progress, signal } = context;
  return lockLibrary(libraryFolder, signal, async (assertHeld) => {
    try {
      const { ffmpeg } = await findFfmpeg(context.config, context.environment);
      return await change(await readBrands(libraryFolder), {
        ffmpeg,
        publish: (...given) => publish(ffmpeg, ...given),
      });
    } finally {
      progress.stop();
      if (slug !== null) await removeUnknown(libraryFolder, slug);
    }

    async function publish(ffmpeg: Ffmpeg, brands: readonly Brand[], added: AddedFiles | null = null) {
      const before = added && (await openLatestIndex(libraryFolder, 'brands').catch(ignoreStale));
      const built = await buildBrandIndex(
        sortedBy(brands, ({ slug }) => slug),
        { ffmpeg, context, before, added },
      );
      assertHeld();
      if (built.brands.length === 0) await withdrawIndex(libraryFolder, 'brands');
      else
        await publishIndex(
          libraryFolder,
          'brands',
          { bytes: built.bytes, items: built.brands.length },
          { brands: built.brands },
        );
      return built;
    }
  });
}

/** The index is rebuilt from the pictures: one that is damaged, or of another version, is not an obstacle. */
function ignoreStale(error: unknown): null {
  if (error instanceof ReelsightError) return null;
  throw error;
}

/**
 * Removes a brand's pictures that the record does not have, and folders that are empty then: the brand went, or a command
 * did not get to its end.
 */
async function removeUnknown(libraryFolder: string, slug: string): Promise<void> {
  const brand = (await readBrands(libraryFolder)).find((other) => other.slug === slug);
  const folder = join(libraryFolder, PICTURES_FOLDER, slug);
  if (!brand) {
    await rm(folder, { recursive: true, force: true });
    for (const path of [PICTURES_FOLDER, dirname(PICTURES_FOLDER)])
      await rmdir(join(libraryFolder, path)).catch(() => {});
    return;
  }
  const known = new Set(brand.pictures.map(({ file }) => file));
  for (const file of await readdir(folder).catch(() => []))
    if (!known.has(file)) await rm(join(folder, file), { force: true });
}

const sortedBy = <T>(list: readonly T[], key: (entry: T) => string): T[] =>
  list.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
