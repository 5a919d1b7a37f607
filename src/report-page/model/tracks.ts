import type { Report, Segment } from '../../core/report.ts';
import { formatScore } from './format.ts';
import { frameOfSeconds, timecodeOfSeconds } from './place.ts';

/** A lane of the timeline that shows where something was seen. */
export interface Track {
  readonly kind: 'label' | 'brand' | 'product';
  /** Position of the taxonomy that a label belongs to; 0 else. */
  readonly group: number;
  readonly title: string;
  /** Rows that lie on each other, so that what is seen at the same time shows. */
  readonly rows: number;
  readonly segments: readonly TrackSegment[];
}

export interface TrackSegment extends Segment {
  readonly title: string;
  readonly row: number;
  /** The picture that shows it best; null for labels, which are of whole shots. */
  readonly thumbnail: string | null;
}

/** What the page's script needs beside the report: it does not carry the table of names. */
export interface LaneData {
  /** Names for people that differ from the label's, by taxonomy and name. */
  readonly titles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tracks: readonly Track[];
}

/** `Kitchen · 00:00:01:00 to 00:00:05:12 · confidence 0.83` */
export function describeSeen({ title, startSeconds, endSeconds, confidence }: TrackSegment, video: Report['video']) {
  const [start, end] = [timecodeOfSeconds(startSeconds, video), timecodeOfSeconds(endSeconds, video)];
  return `${title} · ${start} to ${end} · confidence ${formatScore(confidence)}`;
}

/** What begins to be seen at a frame, in words; empty where nothing does. */
export const describeStarts = (tracks: readonly Track[], frame: number, video: Report['video']): string =>
  tracks
    .flatMap(({ segments }) => segments.filter((seen) => frameOfSeconds(seen.startSeconds, video) === frame))
    .map((seen) => describeSeen(seen, video))
    .join('; ');

/** What a track shows at a time, in one row or in any; of several, the surest. */
export const findSegment = (
  { segments }: Track,
  seconds: number,
  { slackSeconds = 0, row }: { readonly slackSeconds?: number; readonly row?: number } = {},
): TrackSegment | null =>
  segments
    .filter((seen) => row === undefined || seen.row === row)
    .filter((seen) => seen.startSeconds - slackSeconds <= seconds && seconds < seen.endSeconds + slackSeconds)
    .sort((a, b) => b.confidence - a.confidence)[0] ?? null;
