import type { FrameSignals } from '../measurements/frame-signals.ts';
import { SIGNAL_COUNT, signalIndex } from '../measurements/signal-names.ts';
import type { Transition } from '../report.ts';

/** A picture with less contrast than this (standard deviation of luma, 0..1) is an even black, white or grey. */
const FLAT_DEVIATION = 0.03;
/** An even picture up to this long belongs to the fade that leads into or out of it; a longer one is a shot of its own. */
const MAX_HOLD_SECONDS = 2;
/** Two changes closer than this are one: a flicker, not a shot. Bursts in trailers have shots of three or four frames. */
const MIN_SHOT_SECONDS = 0.11;

const DEVIATION = signalIndex('luma-deviation');

/**
 * Joins what is one transition: a fade out and the fade in after an even black or white, and changes with next to no
 * time between them. What looks like a dissolve but goes through an even picture is a fade. A fade in at the video's start and a fade out at its end change no shot and are left out, and so is any gradual transition without a shot before or after it.
 */
export function tidyTransitions(
  transitions: readonly Transition[],
  signals: FrameSignals,
  framesPerSecond: number,
): Transition[] {
  const isFlat = (start: number, end: number): boolean => {
    for (let n = start; n < end; n++) if (signals.values[n * SIGNAL_COUNT + DEVIATION] > FLAT_DEVIATION) return false;
    return end - start <= MAX_HOLD_SECONDS * framesPerSecond;
  };
  const kept: Transition[] = [];
  for (const transition of transitions) {
    const last = kept.at(-1);
    if (last && belongTogether(last, transition) && isFlat(last.endFrame, transition.startFrame + 1)) {
      kept[kept.length - 1] = {
        type: 'fade',
        startFrame: last.startFrame,
        endFrame: transition.endFrame,
        confidence: Math.max(last.confidence, transition.confidence),
      };
    } else if (!last || transition.startFrame + 1 - last.endFrame >= MIN_SHOT_SECONDS * framesPerSecond) {
      kept.push(transition);
    } else if (transition.confidence > last.confidence) kept[kept.length - 1] = transition;
  }
  const goesThroughFlat = ({ startFrame, endFrame }: Transition): boolean => {
    for (let n = startFrame + 1; n < endFrame; n++) if (isFlat(n, n + 1)) return true;
    return false;
  };
  const isWhole = ({ type, startFrame, endFrame }: Transition): boolean =>
    type === 'cut' || Math.min(startFrame + 1, signals.count - endFrame) >= MIN_SHOT_SECONDS * framesPerSecond;
  return kept
    .filter(isWhole)
    .filter(
      (transition) =>
        !isGradual(transition) ||
        (!isFlat(0, transition.startFrame + 1) && !isFlat(transition.endFrame, signals.count)),
    )
    .map((transition) =>
      transition.type === 'dissolve' && goesThroughFlat(transition) ? { ...transition, type: 'fade' } : transition,
    );
}

/** Unsure ones change nothing about a sure one: they stay apart from it. */
const MERGED_FROM = 0.5;

/** Whether two transitions may be the two halves of one through an even picture. */
const belongTogether = (a: Transition, b: Transition): boolean =>
  (isGradual(a) || isGradual(b)) && Math.min(a.confidence, b.confidence) >= MERGED_FROM;

/** Mixes with an even picture look like a dissolve or a fade. */
const isGradual = ({ type }: Transition): boolean => type === 'fade' || type === 'dissolve';
