import { join } from 'node:path';
import {
  buildIndex,
  createFeatureExtractor,
  createRecogniser,
  type Detection,
  type Ffmpeg,
  keepIndexed,
  type LocalFeatures,
  type RecognitionIndex,
  readPicture,
} from '../../../core/index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { type Brand, PICTURES_FOLDER } from './brand-record.ts';

/** A new picture that the brands so far were found in. */
export interface Resemblance {
  readonly picture: string;
  readonly brand: string;
  readonly confidence: number;
}

export interface BuiltBrands {
  readonly bytes: Uint8Array;
  /** With the features of each picture counted. */
  readonly brands: readonly Brand[];
  readonly resemblances: readonly Resemblance[];
}

/** New pictures of a brand. */
export interface AddedFiles {
  readonly slug: string;
  readonly files: ReadonlySet<string>;
}

/** From which confidence on a new picture is said to show another brand. */
const ALIKE = 0.9;

interface Tools {
  readonly ffmpeg: Ffmpeg;
  readonly context: CommandContext;
  /** The index so far, and the new pictures that it should look at. */
  readonly before: RecognitionIndex | null;
  readonly added: AddedFiles | null;
}

/** Makes the index of brands from the pictures that the library keeps. The same pictures give the same bytes. */
export async function buildBrandIndex(brands: readonly Brand[], tools: Tools): Promise<BuiltBrands> {
  const { progress, signal, libraryFolder } = tools.context;
  const extractor = createFeatureExtractor();
  const recogniser = tools.before && createRecogniser(tools.before, { extractor });
  const pictures: { item: number; picture: LocalFeatures }[] = [];
  const resemblances: Resemblance[] = [];
  const counted: Brand[] = [];
  progress.start(
    'Reading',
    brands.reduce((sum, brand) => sum + brand.pictures.length, 0),
    'pictures',
  );
  for (const [item, brand] of brands.entries()) {
    const countedPictures: Brand['pictures'] = [];
    for (const entry of brand.pictures) {
      signal.throwIfAborted();
      const path = join(libraryFolder, PICTURES_FOLDER, brand.slug, entry.file);
      const picture = await readPicture(path, { ffmpeg: tools.ffmpeg, signal });
      const features = keepIndexed('brands', extractor.extract(picture));
      pictures.push({ item, picture: features });
      countedPictures.push({ ...entry, features: features.count });
      if (recogniser && tools.added?.slug === brand.slug && tools.added.files.has(entry.file))
        resemblances.push(...findOthers(entry.name, brand.slug, recogniser.detect(picture)));
      progress.update(pictures.length);
    }
    counted.push({ ...brand, pictures: countedPictures });
  }
  const items = brands.map(({ name, slug }) => ({ id: slug, title: name, facts: {} }));
  return { bytes: await buildIndex('brands', items, pictures, { extractor }), brands: counted, resemblances };

  function findOthers(picture: string, slug: string, seen: readonly Detection[]): Resemblance[] {
    const alike = seen.filter(({ confidence }) => confidence >= ALIKE);
    return alike.flatMap(({ item, confidence }) => {
      const other = tools.before!.items[item];
      return other.id === slug ? [] : [{ picture, brand: other.title, confidence }];
    });
  }
}
