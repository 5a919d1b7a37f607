import type { Detection } from '../../src/core/measurements/detections.ts';
import type { Ffmpeg } from '../../src/core/media/ffmpeg.ts';
import type { FeatureExtractor } from '../../src/core/recognition/features.ts';
import { buildIndex, type RecognitionIndex, readIndex } from '../../src/core/recognition/index-file.ts';
import { createRecogniser } from '../../src/core/recognition/recogniser.ts';
import { mean } from '../harness/statistics.ts';
import type { LogoPhoto } from './logo-set.ts';
import { averagePrecision } from './measures.ts';
import { readDetail } from './pictures.ts';

/** Detections of this confidence or more are said to be there. */
const SAID = 0.5;

/** Registers the logos of photographs, cut out or with the whole photograph around. */
export async function registerLogos(
  ffmpeg: Ffmpeg,
  extractor: FeatureExtractor,
  brands: readonly string[],
  registered: readonly LogoPhoto[],
  isCropped: boolean,
): Promise<RecognitionIndex> {
  const pictures = [];
  for (const { path, brand, logo } of registered) {
    const picture = await readDetail(ffmpeg, path, isCropped && logo ? logo : undefined);
    if (picture) pictures.push({ item: brands.indexOf(brand!), picture });
  }
  const items = brands.map((id) => ({ id, title: id, facts: {} }));
  return readIndex(await buildIndex('brands', items, pictures, { extractor }));
}

/** What is seen in each photograph. */
export async function detectInPhotos(
  ffmpeg: Ffmpeg,
  extractor: FeatureExtractor,
  index: RecognitionIndex,
  photos: readonly LogoPhoto[],
): Promise<Detection[][]> {
  const recogniser = createRecogniser(index, { extractor });
  const seen: Detection[][] = [];
  for (const { path } of photos) {
    const picture = await readDetail(ffmpeg, path);
    seen.push(picture ? recogniser.detect(picture) : []);
  }
  return seen;
}

/** `scores[photo][brand]`, as a ranking needs them. */
export const scoresOf = (seen: readonly Detection[][], brandCount: number): number[][] =>
  seen.map((detections) => {
    const row = new Array<number>(brandCount).fill(0);
    for (const { item, confidence } of detections) row[item] = confidence;
    return row;
  });

/** Mean average precision over brands, the other brands' photographs and those without a logo as background. */
export const rankLogos = (scores: readonly number[][], brands: readonly string[], photos: readonly LogoPhoto[]) =>
  mean(
    brands.map((brand, i) =>
      averagePrecision(photos.map((photo, k) => ({ score: scores[k][i], isRight: photo.brand === brand }))),
    ),
  );

/** What is said, at a confidence of one half. */
export function judgeLogos(scores: readonly number[][], brands: readonly string[], photos: readonly LogoPhoto[]) {
  const shareOf = (list: readonly number[], holds: (photo: number) => boolean) =>
    list.filter(holds).length / Math.max(1, list.length);
  const indexes = photos.map((_, i) => i);
  const withLogo = indexes.filter((i) => photos[i].brand !== null);
  const without = indexes.filter((i) => photos[i].brand === null);
  const own = (i: number) => brands.indexOf(photos[i].brand!);
  return {
    found: shareOf(withLogo, (i) => scores[i][own(i)] >= SAID),
    wrongBrand: shareOf(withLogo, (i) => scores[i].some((score, b) => b !== own(i) && score >= SAID)),
    falseAccepts: shareOf(without, (i) => scores[i].some((score) => score >= SAID)),
  };
}
