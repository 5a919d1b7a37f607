import type { Rational } from '../media/timecode.ts';
import type { Transition } from '../report.ts';
import { BOUNDARY_NETWORK } from './boundary-network.ts';
import type { FrameSignals } from './frame-signals.ts';
import { RUN_NETWORK } from './run-network.ts';
import { type BoundaryScores, scoreBoundaries } from './score.ts';
import { tidyTransitions } from './tidy.ts';
import { findTransitions } from './transitions.ts';

/** A shot: half open range of frames, and the transition that it begins with. */
export interface ShotSpan {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly transitionIn: Transition;
}

export interface DetectedShots {
  readonly shots: readonly ShotSpan[];
  /** What they were found by. */
  readonly scores: BoundaryScores;
}

/**
 * Divides a video into shots. The shots tile [0, signals.count); the first has the transition `start`, the others what
 * leads into them: its startFrame is the last frame of only the outgoing shot, its endFrame the first of only the
 * incoming one. Slides and pushes count as wipes.
 *
 * @param signals every frame of the video, from frame 0
 */
export function detectShots(signals: FrameSignals, frameRate: Rational): DetectedShots {
  const framesPerSecond = frameRate.numerator / frameRate.denominator;
  const scores = scoreBoundaries(signals, framesPerSecond, BOUNDARY_NETWORK);
  const transitions = tidyTransitions(
    findTransitions(scores, signals, framesPerSecond, RUN_NETWORK),
    signals,
    framesPerSecond,
  );
  return { shots: tileShots(transitions, signals.count), scores };
}

/** Tiles the video with shots: each runs from the middle of the transition before it to the middle of the one after. */
export function tileShots(transitions: readonly Transition[], frameCount: number): ShotSpan[] {
  const all: Transition[] = [{ type: 'start', startFrame: 0, endFrame: 0, confidence: 1 }, ...transitions];
  const starts = all.map((t) => Math.ceil((t.startFrame + t.endFrame) / 2));
  return all.map((transitionIn, i) => ({ startFrame: starts[i], endFrame: starts[i + 1] ?? frameCount, transitionIn }));
}
