import type { ShotSpan } from '../measurements/spans.ts';
import type { Rational } from '../measurements/timecode.ts';
import { isSampled } from '../media/frames.ts';

export interface KeyFrame {
  readonly frame: number;
  /** Whether the network saw it, so that it has a thumbnail. */
  readonly isSampled: boolean;
}

/**
 * The frame that stands for a shot: of its sampled frames outside transitions the one nearest to its middle, the
 * earlier of two as near. A shot without a sampled frame is stood for by its middle.
 */
export function chooseKeyFrame(
  shot: ShotSpan,
  next: ShotSpan | undefined,
  sampleFps: number,
  frameRate: Rational,
): KeyFrame {
  const middle = Math.floor((shot.startFrame + shot.endFrame - 1) / 2);
  const first =
    shot.transitionIn.type === 'start' ? shot.startFrame : Math.max(shot.startFrame, shot.transitionIn.endFrame);
  const last = Math.min(shot.endFrame - 1, next?.transitionIn.startFrame ?? shot.endFrame - 1);
  const search = (from: number, to: number): number | null => {
    for (let distance = 0; distance <= Math.max(middle - from, to - middle); distance++)
      for (const frame of [middle - distance, middle + distance])
        if (frame >= from && frame <= to && isSampled(frame, sampleFps, frameRate)) return frame;
    return null;
  };
  const frame = search(first, last) ?? search(shot.startFrame, shot.endFrame - 1);
  return frame === null ? { frame: middle, isSampled: false } : { frame, isSampled: true };
}
