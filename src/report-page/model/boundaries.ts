import type { Report, Shot } from '../../core/report.ts';
import type { Filters } from './filters.ts';
import { formatCount, formatScore, humanize } from './format.ts';
import { timecodeOf } from './place.ts';

/** As likely a transition as none. */
export const EVEN_ODDS = 0.5;
/** Below this a boundary is nearer to even odds than to certainty. */
export const DOUBTFUL_BELOW = (EVEN_ODDS + 1) / 2;

/** The boundary before a shot. */
export type Boundary = Pick<Shot, 'index' | 'startFrame' | 'transitionIn'>;

/** All boundaries between shots, in order of time: the start of the video is none. */
export const listBoundaries = (shots: Report['shots']): Boundary[] =>
  shots.filter(({ transitionIn }) => transitionIn.type !== 'start');

export const isDoubtful = ({ transitionIn }: Boundary): boolean => transitionIn.confidence < DOUBTFUL_BELOW;

/** Whether a boundary has a type and a confidence that are asked for. */
export const matchesBoundary = ({ transitionIn }: Boundary, filters: Filters): boolean =>
  filters.transitions.has(transitionIn.type) && transitionIn.confidence <= filters.maximumConfidence;

/** The least sure first; of equals the earlier one. */
export const leastSureFirst = (boundaries: readonly Boundary[]): Boundary[] =>
  [...boundaries].sort((a, b) => a.transitionIn.confidence - b.transitionIn.confidence || a.index - b.index);

/** How strong a boundary's mark is drawn, 0..1. */
export const strengthOf = ({ transitionIn }: Boundary): number => transitionIn.confidence;

/** Position after (`1`) or before (`-1`) `position` in a list of `count`, going around; -1 is before the first. */
export function stepAround(position: number, count: number, direction: 1 | -1): number {
  if (count === 0) return -1;
  if (position < 0) return direction === 1 ? 0 : count - 1;
  return (position + direction + count) % count;
}

/** The boundary whose frames, widened by `slackFrames`, hold the frame; of several the nearest; null when none does. */
export function findBoundaryAt(boundaries: readonly Boundary[], frame: number, slackFrames: number): Boundary | null {
  let found: Boundary | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const boundary of boundaries) {
    const { startFrame, endFrame } = boundary.transitionIn;
    // Only the frames of both shots count: a cut has none of them, only the edge at which its last frame begins.
    const outside = Math.max(startFrame + 1 - frame, frame - endFrame, 0);
    const distance = outside === 0 ? 0 : Math.abs(frame - boundary.startFrame);
    if (outside > slackFrames || distance >= least) continue;
    found = boundary;
    least = distance;
  }
  return found;
}

/** `Dissolve into shot 3` */
export const nameBoundary = ({ index, transitionIn }: Boundary): string =>
  `${humanize(transitionIn.type)} into shot ${formatCount(index + 1)}`;

/** Its frames: the last of only the outgoing shot and the first of only the incoming one. */
export const describeFrames = ({ transitionIn }: Boundary): string =>
  `frames ${transitionIn.startFrame} to ${transitionIn.endFrame}`;

/** All that is known of a boundary, in one line. */
export const describeBoundary = (boundary: Boundary, video: Report['video']): string =>
  [
    nameBoundary(boundary),
    `confidence ${formatScore(boundary.transitionIn.confidence)}`,
    describeFrames(boundary),
    timecodeOf(boundary.startFrame, video),
  ].join(' · ');
