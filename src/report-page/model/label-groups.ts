import type { Report, Segment } from '../../core/report.ts';
import { titleLabel } from '../../core/wording/label-title.ts';
import { namesThing } from '../../core/wording/text.ts';
import { humanize } from './format.ts';

type VideoLabel = Report['labels'][number];

/** Labels of one taxonomy, the longest on screen first. */
export interface LabelGroup {
  readonly taxonomy: string;
  readonly title: string;
  readonly labels: readonly GroupedLabel[];
}

export interface GroupedLabel extends VideoLabel {
  readonly title: string;
  readonly screenTimeSeconds: number;
}

/** What everybody sees comes first, then what brands look at, then things by their kinds; a taxonomy of one's own comes last. */
const TITLES: Readonly<Record<string, string>> = {
  everyday: 'What it shows',
  safety: 'Sensitive things',
  imagenet: 'Things',
};
const ORDER = Object.keys(TITLES);
const rankOf = (taxonomy: string): number => (ORDER.includes(taxonomy) ? ORDER.indexOf(taxonomy) : ORDER.length);

/** The names for people of all labels of a report that have another one there, by taxonomy and name. */
export function listTitles(report: Report): Record<string, Record<string, string>> {
  const titles: Record<string, Record<string, string>> = Object.create(null);
  const lists = [report.labels, ...report.shots.map(({ labels }) => labels), ...report.scenes.map((s) => s.labels)];
  for (const label of lists.flat().filter(namesThing)) {
    const title = titleLabel(label);
    if (title === label.name) continue;
    titles[label.taxonomy] ??= Object.create(null) as Record<string, string>;
    titles[label.taxonomy][label.name] = title;
  }
  return titles;
}

/** How long something is on screen. */
export const sumSeconds = (segments: readonly Pick<Segment, 'startSeconds' | 'endSeconds'>[]): number =>
  segments.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0);

/** The video's labels by taxonomy, without those that are evidence only. */
export function groupLabels(labels: Report['labels']): LabelGroup[] {
  const byTaxonomy = new Map<string, GroupedLabel[]>();
  for (const label of labels.filter(namesThing)) {
    const known = byTaxonomy.get(label.taxonomy) ?? [];
    known.push({ ...label, title: titleLabel(label), screenTimeSeconds: sumSeconds(label.segments) });
    byTaxonomy.set(label.taxonomy, known);
  }
  return [...byTaxonomy]
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
    .map(([taxonomy, known]) => ({
      taxonomy,
      title: Object.hasOwn(TITLES, taxonomy) ? TITLES[taxonomy] : humanize(taxonomy),
      labels: known.sort((a, b) => b.screenTimeSeconds - a.screenTimeSeconds || b.confidence - a.confidence),
    }));
}
