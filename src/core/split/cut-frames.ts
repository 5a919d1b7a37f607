import type { Report } from '../report.ts';

/** Where a video is cut. */
export const CUT_PLACES = ['shots', 'scenes', 'breaks'] as const;
export type CutPlace = (typeof CUT_PLACES)[number];

/**
 * First frame of every segment but the first, in order: where a shot or a scene begins, or at story breaks. Of these
 * only safe ones, as in ad schedules.
 */
export function listCutFrames({ shots, scenes, storyBreaks, video }: Report, at: CutPlace): number[] {
  const frames = {
    shots: () => shots.map(({ startFrame }) => startFrame),
    scenes: () => scenes.map(({ startFrame }) => startFrame),
    breaks: () => storyBreaks.filter(({ safe }) => safe).map(({ frame }) => frame),
  }[at]();
  const { startFrame, endFrame } = video.part;
  const inside = frames.filter((frame) => frame > startFrame && frame < endFrame);
  return [...new Set(inside)].sort((a, b) => a - b);
}
