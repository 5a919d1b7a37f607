import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ffmpeg, probeVideo, takeStills, type VideoProbe } from '../../../core/index.ts';
import type { CommandContext } from '../terminal/context.ts';
import { withSource } from '../video/measure-video.ts';
import { openVideoSource } from '../video/video-source.ts';
import type { Example } from './examples.ts';

/** A frame lies in the middle of each stretch of so many seconds, or of longer ones in long videos. */
const SECONDS_PER_FRAME = 2;
const MAX_FRAMES = 30;
const FRAME_WIDTH = 640;

/** A frame of a video, as a picture. */
export interface TakenFrame {
  readonly path: string;
  readonly timeSeconds: number;
}

/** Takes frames of a video at even distances, as PNG files in a folder that is made. Errors: as those of a video. */
export async function takeFrames(
  { path }: Example,
  ffmpeg: Ffmpeg,
  folder: string,
  context: CommandContext,
): Promise<TakenFrame[]> {
  const { config, signal } = context;
  const opened = await openVideoSource(path, config, signal);
  const { source } = opened;
  return withSource(opened, context, async () => {
    const probe = await probeVideo(ffmpeg, source, signal);
    const frames = chooseFrames(probe);
    await mkdir(folder);
    const width = Math.min(FRAME_WIDTH, probe.displayWidth);
    const files = await takeStills({
      ...{ ffmpeg, source, probe, frames, width, folder, signal },
      format: 'png',
      onStills: () => {},
    });
    const { numerator, denominator } = probe.frameRate;
    return frames.map((frame) => ({
      path: join(folder, files.get(frame)!),
      timeSeconds: (frame * denominator) / numerator,
    }));
  }).finally(opened.close);
}

function chooseFrames({ frameCount, frameRate: { numerator, denominator } }: VideoProbe): number[] {
  const seconds = (frameCount * denominator) / numerator;
  const count = Math.max(1, Math.min(MAX_FRAMES, frameCount, Math.round(seconds / SECONDS_PER_FRAME)));
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * frameCount) / count));
}
