import type { ShotSpan } from '../measurements/spans.ts';
import type { Rational } from '../measurements/timecode.ts';
import { isSampled } from '../media/frames.ts';
import type { KeyFrame } from './key-frames.ts';

/** Pictures nearer to the key frame than this show what it shows. */
const NEAR_SECONDS = 1;
/** In a long take a transition that was missed would hide: it is looked into this often. */
const STRIDE_SECONDS = 10;

/**
 * The frames by which a person sees whether a shot is one: the first and the last sampled one outside transitions, the
 * key frame, and one every ten seconds of a long take. Ascending; a short shot has its key frame alone, a shot without
 * a sampled frame none.
 */
export function chooseFilmstrip(
  shot: ShotSpan,
  next: ShotSpan | undefined,
  keyFrame: KeyFrame,
  sampleFps: number,
  frameRate: Rational,
): number[] {
  if (!keyFrame.isSampled) return [];
  const perSecond = frameRate.numerator / frameRate.denominator;
  const near = NEAR_SECONDS * perSecond;
  const chosen = [keyFrame.frame];
  const first = Math.max(shot.startFrame, shot.transitionIn.endFrame);
  const end = Math.min(shot.endFrame, (next?.transitionIn.startFrame ?? shot.endFrame) + 1);
  const add = (from: number, to: number) => {
    const step = from <= to ? 1 : -1;
    for (let frame = from; (to - frame) * step >= 0; frame += step) {
      if (!isSampled(frame, sampleFps, frameRate)) continue;
      if (chosen.every((other) => Math.abs(other - frame) >= near)) chosen.push(frame);
      return;
    }
  };
  add(first, keyFrame.frame);
  add(end - 1, keyFrame.frame);
  for (let frame = first + STRIDE_SECONDS * perSecond; frame < end; frame += STRIDE_SECONDS * perSecond)
    add(Math.round(frame), Math.min(end - 1, Math.round(frame + near)));
  return chosen.sort((a, b) => a - b);
}
