import type { DetailPicture } from '../measurements/detail-picture.ts';
import type { Detection } from '../measurements/detections.ts';
import { confidenceOf } from './confidence.ts';
import { coverageOf, measureAreas } from './coverage.ts';
import type { FeatureExtractor, LocalFeatures } from './features.ts';
import { createMatchFinder, type Match } from './find-matches.ts';
import { decodeAngle, decodeSize, PLACE_STEPS } from './index-entries.ts';
import type { RecognitionIndex } from './index-file.ts';
import { estimatePose, type Pair, type Pose } from './verify.ts';

export interface Recogniser {
  /** What is seen in a picture, surest first; an item once. */
  detect(picture: DetailPicture): Detection[];
}

/** Registered pictures that are placed in a frame: those with the heaviest matches. */
const MAX_PLACED = 30;
/** Pairs below which no pose means anything. */
const MIN_INLIERS = 2;
/** Detections of less confidence are not worth keeping. */
const MIN_CONFIDENCE = 0.02;

/**
 * Detects an index's items in pictures. Two recognisers that look at the same picture one after the other share the
 * work of finding its features when they are given one extractor.
 */
export function createRecogniser(index: RecognitionIndex, tools: { extractor: FeatureExtractor }): Recogniser {
  const findMatches = createMatchFinder(index);
  const areas = measureAreas(index);
  return {
    detect(picture) {
      if (index.entries.pictures.length === 0) return [];
      const features = tools.extractor.extract(picture);
      return tellApart(placeItems(index, features, findMatches(features)), { index, areas, features });
    },
  };
}

interface PlacedItem {
  readonly item: number;
  /** The registered picture of it that is placed. */
  readonly picture: number;
  readonly pose: Pose;
}

/** The best pose of each item, the best first. */
function placeItems(index: RecognitionIndex, features: LocalFeatures, matches: ReadonlyMap<number, readonly Match[]>) {
  const candidates = [...matches]
    .filter(([, found]) => found.length >= MIN_INLIERS)
    .map(([picture, found]) => ({ picture, found, votes: found.reduce((sum, { weight }) => sum + weight, 0) }))
    .sort((a, b) => b.votes - a.votes || a.picture - b.picture)
    .slice(0, MAX_PLACED);
  const best = new Map<number, PlacedItem>();
  for (const { picture, found } of candidates) {
    const item = index.pictureItems[picture];
    const pose = estimatePose(found.map((match) => pairOf(match, index, features)));
    if (pose.score > (best.get(item)?.pose.score ?? 0)) best.set(item, { item, picture, pose });
  }
  return [...best.values()].sort((a, b) => b.pose.score - a.pose.score || a.item - b.item);
}

function pairOf({ feature, entry, weight }: Match, { entries }: RecognitionIndex, features: LocalFeatures): Pair {
  return {
    feature,
    weight,
    fromX: entries.x[entry] / PLACE_STEPS,
    fromY: entries.y[entry] / PLACE_STEPS,
    fromSize: decodeSize(entries.sizes[entry]),
    fromAngle: decodeAngle(entries.angles[entry]),
    toX: features.x[feature],
    toY: features.y[feature],
    toSize: features.size[feature],
    toAngle: features.angle[feature],
  };
}

/** What a surer item explains is not evidence for another: so look-alikes give one detection, and two things two. */
function tellApart(
  placed: readonly PlacedItem[],
  { index, areas, features }: { index: RecognitionIndex; areas: Float64Array; features: LocalFeatures },
): Detection[] {
  const explained = new Set<number>();
  const detections: Detection[] = [];
  for (const { item, picture, pose } of placed) {
    const inliers = pose.inliers.filter(({ feature }) => !explained.has(feature));
    const score = inliers.reduce((sum, { weight }) => sum + weight, 0);
    if (inliers.length < MIN_INLIERS) continue;
    const confidence = confidenceOf(index.kind, { score, coverage: coverageOf(inliers, areas[picture]) });
    if (confidence < MIN_CONFIDENCE) continue;
    for (const { feature } of inliers) explained.add(feature);
    detections.push({ item, confidence, inliers: inliers.length, box: boxAround(inliers, features) });
  }
  return detections.sort((a, b) => b.confidence - a.confidence || a.item - b.item);
}

/** Around the features' middles, with the surroundings that describe them. */
function boxAround(inliers: readonly Pair[], { width, height }: LocalFeatures): Detection['box'] {
  const share = (pixels: number, of: number) => Math.round(1e4 * Math.min(1, Math.max(0, pixels / of))) / 1e4;
  const edge = (sign: 1 | -1, place: 'toX' | 'toY') =>
    sign * Math.max(...inliers.map((pair) => sign * pair[place] + 3 * pair.toSize));
  return [
    share(edge(-1, 'toX'), width),
    share(edge(-1, 'toY'), height),
    share(edge(1, 'toX'), width),
    share(edge(1, 'toY'), height),
  ];
}
