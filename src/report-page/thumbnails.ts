import { findAt } from '../core/math/find-at.ts';
import type { Report } from '../core/report.ts';
import { leastSureFirst, listBoundaries } from './model/boundaries.ts';
import { pickScenePicture, picturesAround } from './model/pictures.ts';

/** Pictures beyond this many bytes stay out of the page, so that it still opens quickly and can be sent around. */
export const PICTURE_BUDGET_BYTES = 16 * 1024 * 1024;

/** As many as a card of the page shows of one category, brand or product. */
const PICTURES_OF_ONE = 6;

interface Pictured {
  readonly confidence: number;
  readonly thumbnail: string | null;
}

const surestFirst = (segments: readonly Pictured[]): Pictured[] =>
  [...segments].sort((a, b) => b.confidence - a.confidence);

/**
 * Paths in order of use: scenes' pictures, the surest of every risk, brand and product, both sides of the story breaks, every shot's key frame, both sides of every
 * boundary, the least sure first, and the rest of the filmstrips. What would be cut off is spread evenly.
 */
function orderPaths(report: Report, available: ReadonlySet<string>): Set<string> {
  const { scenes, shots, storyBreaks, brands, productListings } = report;
  const { categories } = report.brandSafety;
  const paths = new Set<string>();
  const add = (path: string | null | undefined) => {
    if (path && available.has(path)) paths.add(path);
  };
  const addSides = (frame: number, shotIndex: number) => {
    const { before, after } = picturesAround(frame, shotIndex, shots, available);
    add(before?.thumbnail);
    add(after?.thumbnail);
  };
  for (const scene of scenes) add(pickScenePicture(scene, shots, available));
  const starts = shots.map(({ startFrame }) => startFrame);
  for (const { segments } of [...categories, ...brands, ...productListings])
    for (const { thumbnail } of surestFirst(segments).slice(0, PICTURES_OF_ONE)) add(thumbnail);
  for (const { frame } of storyBreaks) addSides(frame, findAt(starts, frame));
  for (const { thumbnail } of spread(shots)) add(thumbnail);
  for (const { startFrame, index } of leastSureFirst(listBoundaries(shots))) addSides(startFrame, index);
  for (const { filmstrip } of spread(shots)) for (const { thumbnail } of filmstrip) add(thumbnail);
  for (const { segments } of [...categories, ...brands, ...productListings])
    for (const { thumbnail } of segments) add(thumbnail);
  return paths;
}

/** Every 1024th item, then every 512th and so on, so that a list that is cut off still covers the video. */
function* spread<T>(items: readonly T[]): Generator<T> {
  for (let stride = 1024; stride >= 1; stride /= 2)
    for (let index = 0; index < items.length; index += stride) yield items[index]!;
}

/** The pictures that the page carries, as base64 by path: as many as fit into the budget. */
export function selectThumbnails(
  report: Report,
  thumbnails: ReadonlyMap<string, Uint8Array>,
  budgetBytes = PICTURE_BUDGET_BYTES,
): Record<string, string> {
  const selected: [string, string][] = [];
  let usedBytes = 0;
  for (const path of orderPaths(report, new Set(thumbnails.keys()))) {
    const bytes = thumbnails.get(path)!;
    if (usedBytes + bytes.length > budgetBytes) break;
    usedBytes += bytes.length;
    selected.push([path, Buffer.from(bytes).toString('base64')]);
  }
  return Object.fromEntries(selected);
}
