import type { VideoProbe } from '../media/probe.ts';

/** One run of ffmpeg compares each frame that it decodes with all that are wanted of it. */
const MAX_FRAMES = 64;
/** Decoding on costs less than starting afresh up to about a group of pictures and the way to it. */
const MAX_GAP_SECONDS = 10;

/** Cuts a rising list of frames where a new start is worth it: between two that lie far apart, and where it gets long. */
export function groupFrames(frames: readonly number[], { frameRate }: Pick<VideoProbe, 'frameRate'>): number[][] {
  const maxGap = (MAX_GAP_SECONDS * frameRate.numerator) / frameRate.denominator;
  const groups: number[][] = [];
  for (const frame of frames) {
    const group = groups.at(-1);
    if (group && group.length < MAX_FRAMES && frame - group.at(-1)! <= maxGap) group.push(frame);
    else groups.push([frame]);
  }
  return groups;
}
