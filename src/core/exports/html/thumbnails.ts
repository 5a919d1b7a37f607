import type { Report } from '../../report.ts';
import { pickScenePicture } from './model/pictures.ts';

/** Pictures beyond this many bytes stay out of the page, so that it still opens quickly and can be sent around. */
export const PICTURE_BUDGET_BYTES = 16 * 1024 * 1024;

/** Paths in order of use: scenes' pictures first, then every shot's key frame, then the filmstrips, spread evenly. */
function orderPaths(report: Report, available: ReadonlySet<string>): Set<string> {
  const paths = new Set<string>();
  for (const scene of report.scenes) {
    const path = pickScenePicture(scene, report.shots, available);
    if (path !== null) paths.add(path);
  }
  const add = (path: string | null) => {
    if (path !== null && available.has(path)) paths.add(path);
  };
  for (const { thumbnail } of spread(report.shots)) add(thumbnail);
  for (const { filmstrip } of spread(report.shots)) for (const { thumbnail } of filmstrip) add(thumbnail);
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
