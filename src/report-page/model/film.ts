import type { FrameGrid } from '../../core/measurements/timecode.ts';
import { secondsToFrame } from '../../core/measurements/timecode.ts';
import type { BreakCandidate, Label, Report } from '../../core/report.ts';
import { type Boundary, listBoundaries } from './boundaries.ts';
import type { Curve } from './curve.ts';
import { frameOfSeconds } from './place.ts';
import type { LaneData, Track } from './tracks.ts';

/** A report with what the page looks up all the time. */
export interface Film {
  readonly report: Report;
  readonly grid: FrameGrid;
  /** The frames that were analysed, which are those of the timeline. */
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** Their range in presentation seconds. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** First frames of the shots and of the scenes, ascending. */
  readonly shotStarts: readonly number[];
  readonly sceneStarts: readonly number[];
  /** Frames of the story breaks, ascending. */
  readonly breakFrames: readonly number[];
  /** The boundaries between shots, ascending. */
  readonly boundaries: readonly Boundary[];
  readonly shotChange: Curve;
  /** LUFS; null where no sound was measured. */
  readonly loudness: Curve | null;
  /** Places that did not become story breaks. */
  readonly otherCandidates: readonly BreakCandidate[];
  /** Lanes of what was seen: labels in order of choice, then brands and products. */
  readonly tracks: readonly Track[];
  /** Frames at which something of the tracks begins to be seen, ascending. */
  readonly seenStarts: readonly number[];
  /** A label's name for people. */
  titleOf(label: Pick<Label, 'taxonomy' | 'name'>): string;
}

/** Indexes what the page needs of a report. */
export function createFilm(report: Report, { titles, tracks }: LaneData): Film {
  const { framesPerPoint, shotChange, loudness } = report.timeline;
  const { frameRate, startSeconds, frameCount, part } = report.video;
  const grid = { frameRate, startSeconds, frameCount };
  return {
    report,
    grid,
    firstFrame: part.startFrame,
    lastFrame: part.endFrame - 1,
    startSeconds: part.startSeconds,
    endSeconds: part.endSeconds,
    shotStarts: report.shots.map((shot) => shot.startFrame),
    sceneStarts: report.scenes.map((scene) => scene.startFrame),
    breakFrames: report.storyBreaks.map(({ frame }) => frame).sort((a, b) => a - b),
    boundaries: listBoundaries(report.shots),
    shotChange: { framesPerPoint, values: shotChange },
    loudness: loudness.some((value) => value !== null) ? { framesPerPoint, values: loudness } : null,
    otherCandidates: report.breakCandidates.filter(({ outcome }) => outcome !== 'chosen'),
    tracks,
    seenStarts: listStarts(tracks, report.video),
    titleOf: ({ taxonomy, name }) => {
      // Users name taxonomies and classes as they like, `constructor` too.
      const ofTaxonomy = Object.hasOwn(titles, taxonomy) ? titles[taxonomy] : {};
      return Object.hasOwn(ofTaxonomy, name) ? ofTaxonomy[name] : name;
    },
  };
}

const listStarts = (tracks: readonly Track[], video: Report['video']): number[] =>
  [
    ...new Set(
      tracks.flatMap(({ segments }) => segments.map(({ startSeconds }) => frameOfSeconds(startSeconds, video))),
    ),
  ].sort((a, b) => a - b);

/** A frame brought into what was analysed. */
export const clampFrame = (frame: number, film: Film): number =>
  Math.min(Math.max(film.firstFrame, Math.round(frame)), film.lastFrame);

/** The frame on screen at a presentation time, brought into what was analysed. */
export const frameAt = (seconds: number, film: Film): number => clampFrame(secondsToFrame(seconds, film.grid), film);

/** The start after `frame`, or null. */
export const findNext = (starts: readonly number[], frame: number): number | null =>
  starts.find((start) => start > frame) ?? null;

/** The start before `frame`, or null. */
export const findPrevious = (starts: readonly number[], frame: number): number | null =>
  starts.findLast((start) => start < frame) ?? null;

/** Rank of each story break by score, from 1; of equals the earlier one is ahead. In the order of the report. */
export function rankBreaks(breaks: Report['storyBreaks']): number[] {
  const order = breaks.map((_, i) => i).sort((a, b) => breaks[b]!.score - breaks[a]!.score || a - b);
  const ranks = new Array<number>(breaks.length);
  order.forEach((breakIndex, position) => {
    ranks[breakIndex] = position + 1;
  });
  return ranks;
}
