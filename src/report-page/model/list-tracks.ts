import type { Report, Segment } from '../../core/report.ts';
import { groupLabels } from './label-groups.ts';
import type { Track } from './tracks.ts';

/** More at the same time than this share the last row. */
const MAX_ROWS = 3;

/** More labels than this are never lanes: the list has them all. */
const MAX_LABELS = 8;

/**
 * Lanes for what was seen: labels in order of choice, each taxonomy's longest on screen first in turn, then all brands
 * in one, and all products in one.
 */
export function listTracks(report: Report): Track[] {
  const groups = groupLabels(report.labels);
  const longest = Math.max(0, ...groups.map(({ labels }) => labels.length));
  const labels = Array.from({ length: longest }, (_, turn) =>
    groups.flatMap(({ labels: ofGroup }, group): Track[] => {
      const label = ofGroup[turn];
      if (label === undefined || label.segments.length === 0) return [];
      const segments = label.segments.map((segment) => ({ ...segment, title: label.title, row: 0, thumbnail: null }));
      return [{ kind: 'label', group, title: label.title, rows: 1, segments }];
    }),
  ).flat();
  const named = report.productListings.map(({ title, segments }) => ({ name: title, segments }));
  return [
    ...labels.slice(0, MAX_LABELS),
    ...trackOf('brand', 'Brands', report.brands),
    ...trackOf('product', 'Products', named),
  ];
}

type Pictured = Segment & { readonly thumbnail: string | null };

function trackOf(
  kind: 'brand' | 'product',
  title: string,
  seen: readonly { readonly name: string; readonly segments: readonly Pictured[] }[],
): Track[] {
  const all = seen
    .flatMap(({ name, segments }) => segments.map((segment) => ({ name, segment })))
    .sort((a, b) => a.segment.startSeconds - b.segment.startSeconds);
  const ends: number[] = [];
  const segments = all.map(({ name, segment: { startSeconds, endSeconds, confidence, thumbnail } }) => {
    const free = ends.findIndex((end) => end <= startSeconds);
    const row = free >= 0 ? free : Math.min(ends.length, MAX_ROWS - 1);
    ends[row] = Math.max(ends[row] ?? 0, endSeconds);
    return { startSeconds, endSeconds, confidence, title: name, row, thumbnail };
  });
  return segments.length === 0 ? [] : [{ kind, group: 0, title, rows: ends.length, segments }];
}
