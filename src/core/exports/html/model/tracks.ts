import type { Segment } from '../../../report.ts';

/** A lane of the timeline that shows where something was seen. */
export interface Track {
  readonly kind: 'label' | 'brand' | 'product';
  /** Position of the taxonomy that a label belongs to; 0 else. */
  readonly group: number;
  readonly title: string;
  readonly segments: readonly TrackSegment[];
}

export interface TrackSegment extends Segment {
  readonly title: string;
  /** The picture that shows it best; null for labels, which are of whole shots. */
  readonly thumbnail: string | null;
}

/** What the page's script needs beside the report: it does not carry the table of names. */
export interface LaneData {
  /** Names for people that differ from the label's, by taxonomy and name. */
  readonly titles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tracks: readonly Track[];
}

/** What a track shows at a time; of several, the surest. */
export const findSegment = ({ segments }: Track, seconds: number, slackSeconds = 0): TrackSegment | null =>
  segments
    .filter((seen) => seen.startSeconds - slackSeconds <= seconds && seconds < seen.endSeconds + slackSeconds)
    .sort((a, b) => b.confidence - a.confidence)[0] ?? null;
