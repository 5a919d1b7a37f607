import judge from '../../../models/shots/judge.json' with { type: 'json' };
import boundaryNetwork from '../../../models/shots/network.json' with { type: 'json' };
import type { FrameSignals } from '../measurements/frame-signals.ts';
import type { ShotSpan } from '../measurements/spans.ts';
import type { Rational } from '../measurements/timecode.ts';
import type { Transition } from '../report.ts';
import { type BoundaryScores, scoreBoundaries } from './score.ts';
import { createSequenceNetwork } from './sequence-network.ts';
import { tidyTransitions } from './tidy.ts';
import { findTransitions } from './transitions.ts';

export interface DetectedShots {
  readonly shots: readonly ShotSpan[];
  /** What they were found by. */
  readonly scores: BoundaryScores;
}

/** How sure a transition must be where nobody asked for more or fewer of them: likelier one than not. */
export const MIN_TRANSITION_CONFIDENCE = 0.5;

let network: ReturnType<typeof createSequenceNetwork> | null = null;

/**
 * Divides a video into shots. The shots tile [0, signals.count); the first has the transition `start`, the others what
 * leads into them: its startFrame is the last frame of only the outgoing shot, its endFrame the first of only the
 * incoming one. Slides and pushes count as wipes.
 *
 * @param signals every frame of the video, from frame 0
 * @param minConfidence 0..1: transitions that are less sure are left out
 */
export function detectShots(
  signals: FrameSignals,
  frameRate: Rational,
  minConfidence = MIN_TRANSITION_CONFIDENCE,
): DetectedShots {
  const framesPerSecond = frameRate.numerator / frameRate.denominator;
  network ??= createSequenceNetwork(boundaryNetwork);
  const scores = scoreBoundaries(signals, framesPerSecond, network);
  const transitions = tidyTransitions(
    findTransitions(scores, signals, framesPerSecond, judge, minConfidence),
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
