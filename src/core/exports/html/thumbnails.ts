import type { Report } from '../../report.ts';
import { pickScenePicture } from './model/pictures.ts';

/** Pictures beyond this many bytes stay out of the page, so that it still opens quickly and can be sent around. */
export const PICTURE_BUDGET_BYTES = 16 * 1024 * 1024;

/** Paths in order of use: the scenes' pictures first, then every other shot's, spread evenly over the video. */
function orderPaths(report: Report, available: ReadonlySet<string>): Set<string> {
  const paths = new Set<string>();
  for (const scene of report.scenes) {
    const path = pickScenePicture(scene, report.shots, available);
    if (path !== null) paths.add(path);
  }
  // Halving strides: every 1024th shot, then every 512th and so on, so that a cut-off list still covers the video.
  for (let stride = 1024; stride >= 1; stride /= 2) {
    for (let index = 0; index < report.shots.length; index += stride) {
      const path = report.shots[index]!.thumbnail;
      if (path !== null && available.has(path)) paths.add(path);
    }
  }
  return paths;
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
