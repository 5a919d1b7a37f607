import type { Report, Scene, StoryBreak, Verdict } from '../../core/report.ts';

export const MARKED_TRANSITIONS = ['cut', 'dissolve', 'fade', 'wipe'] as const;
export const VERDICTS = ['safe', 'review', 'unsafe'] as const satisfies readonly Verdict[];

/** What the reader wants to see. */
export interface Filters {
  readonly safeBreaksOnly: boolean;
  readonly minimumScore: number;
  readonly verdicts: ReadonlySet<string>;
  readonly transitions: ReadonlySet<string>;
  /** Boundaries that are surer than this are left out; 1 for all. */
  readonly maximumConfidence: number;
  /** Part of a label's name, any case; empty for all. */
  readonly label: string;
}

const normalize = (text: string) => text.trim().toLowerCase();

export const matchesBreak = (storyBreak: Pick<StoryBreak, 'safe' | 'score'>, filters: Filters): boolean =>
  (storyBreak.safe || !filters.safeBreaksOnly) && storyBreak.score >= filters.minimumScore;

const hasLabel = (labels: Scene['labels'], wanted: string): boolean =>
  labels.some(({ name }) => name.toLowerCase().includes(wanted));

/** Indexes of the scene's shots that have the label that is asked for; none when none is asked for. */
export function findLabelShots(scene: Scene, shots: Report['shots'], filters: Filters): number[] {
  const wanted = normalize(filters.label);
  if (wanted === '') return [];
  return shots
    .slice(scene.firstShot, scene.lastShot + 1)
    .filter(({ labels }) => hasLabel(labels, wanted))
    .map(({ index }) => index);
}

/** Whether the scene has the verdict and, itself or in one of its shots, the label that are asked for. */
export function matchesScene(scene: Scene, shots: Report['shots'], filters: Filters): boolean {
  if (!filters.verdicts.has(scene.safety.verdict)) return false;
  const wanted = normalize(filters.label);
  return wanted === '' || hasLabel(scene.labels, wanted) || findLabelShots(scene, shots, filters).length > 0;
}

/** Where the labels that are asked for were seen; nothing when none is asked for. */
export function findLabelSegments(labels: Report['labels'], filters: Filters): Report['labels'][number]['segments'] {
  const wanted = normalize(filters.label);
  return wanted === ''
    ? []
    : labels.filter(({ name }) => name.toLowerCase().includes(wanted)).flatMap((l) => l.segments);
}
