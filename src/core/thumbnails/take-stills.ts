import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsightError } from '../errors.ts';
import { decodeCpuSeconds } from '../media/cpu-time.ts';
import { type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { holdOnGrid, pictureOptions, putOnGrid, seekBefore } from '../media/frames.ts';
import { openInput } from '../media/input.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';
import { groupFrames } from './group-frames.ts';

/** Encoders of pictures, by the name that `--format` takes. */
export const STILL_FORMATS = {
  jpeg: { extension: 'jpg', encoder: 'mjpeg', options: ['-q:v', '3'], pixels: 'yuvj420p' },
  png: { extension: 'png', encoder: 'png', options: [], pixels: 'rgb24' },
  webp: { extension: 'webp', encoder: 'libwebp', options: ['-quality', '85'], pixels: 'yuv420p' },
} as const;
export type StillFormat = keyof typeof STILL_FORMATS;
export const STILL_FORMAT_NAMES = Object.keys(STILL_FORMATS) as readonly StillFormat[];

export interface StillsJob {
  readonly ffmpeg: Ffmpeg;
  readonly source: VideoSource;
  readonly probe: VideoProbe;
  /** Frames of the grid, rising, each once. */
  readonly frames: readonly number[];
  /** Width in pixels; the height follows from the video's proportions. */
  readonly width: number;
  readonly format: StillFormat;
  /** An empty folder that the pictures go to. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Pictures that are there. */
  readonly onStills: (done: number) => void;
}

/** Size of a still with square pixels: even sides, which every encoder takes. */
export function sizeStill(
  { displayWidth, displayHeight }: VideoProbe,
  width: number,
): { width: number; height: number } {
  const even = (n: number) => Math.max(2, Math.round(n / 2) * 2);
  return { width: even(width), height: even((width * displayHeight) / displayWidth) };
}

/**
 * Takes exactly these frames of a video. Returns the name of each one's file by its frame. Errors: kind `decode` when
 * one cannot be decoded, which names it.
 */
export async function takeStills(job: StillsJob): Promise<Map<number, string>> {
  const { extension } = STILL_FORMATS[job.format];
  const files = new Map<number, string>();
  for (const frames of groupFrames(job.frames, job.probe)) {
    const fault = await writeFrames(job, frames);
    const written = (await readdir(job.folder)).filter((name) => name.startsWith(PREFIX)).sort();
    if (fault || written.length !== frames.length) {
      const missing = frames[written.length] ?? frames[0]!;
      throw new ReelsightError(
        'decode',
        `ffmpeg gave no picture of frame ${missing} of ${JSON.stringify(job.source.name)}: ${fault ?? 'the video may be damaged there'}.`,
      );
    }
    for (const [i, frame] of frames.entries()) {
      const name = `frame-${frame}.${extension}`;
      await rename(join(job.folder, written[i]!), join(job.folder, name));
      files.set(frame, name);
    }
    job.onStills(files.size);
  }
  return files;
}

const PREFIX = 'new-';

/** Gives what went wrong, or null. */
async function writeFrames(job: StillsJob, frames: readonly number[]): Promise<string | null> {
  const { ffmpeg, source, probe, folder, format, signal } = job;
  const { encoder, options, extension, pixels } = STILL_FORMATS[format];
  const { width, height } = sizeStill(probe, job.width);
  const [first, last] = [frames[0]!, frames.at(-1)!];
  const filter = [
    putOnGrid(probe),
    holdOnGrid(probe, first, last + 1),
    `select='${frames.map((frame) => `eq(pts,${frame})`).join('+')}'`,
    `scale=${width}:${height}:flags=bicubic`,
    'setsar=1',
    `format=${pixels}`,
  ];
  const command = openInput(
    source,
    [...pictureOptions(probe), ...(probe.isSplittable ? seekBefore(probe, first) : [])],
    probe,
  )
    .output(join(folder.replaceAll('%', '%%'), `${PREFIX}%06d.${extension}`))
    .outputOptions([
      ...['-map', `0:${probe.videoStream}`, '-vf', filter.join(','), ...ffmpeg.passthroughOptions],
      ...['-frames:v', String(frames.length), '-c:v', encoder, ...options, '-f', 'image2', '-y'],
    ]);
  const maxCpuSeconds = decodeCpuSeconds(probe, last + 1 - (probe.isSplittable ? first : 0));
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command, { signal, maxCpuSeconds }).ended;
  return exitCode === 0 ? null : (errors.at(-1) ?? `exit status ${exitCode}`);
}
