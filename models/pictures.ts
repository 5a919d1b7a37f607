import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ReelsightError } from '../src/core/errors.ts';
import {
  describeCommand,
  type Ffmpeg,
  type FfmpegCommand,
  inspectFfmpeg,
  runFfmpeg,
} from '../src/core/media/ffmpeg.ts';
import { addPicture } from '../src/core/media/input.ts';
import { type ImageFormat, readPictureHead, sniffImageFormat } from '../src/core/media/pictures/image-format.ts';
import { FRAME_BYTES } from '../src/core/vision/inception.ts';
import { IMAGE_SIZE } from '../src/core/vision/manifest.ts';

export interface PictureFrame {
  readonly path: string;
  /** RGB [299, 299, 3], scaled as the analysis scales frames: the whole picture, its proportions not kept. */
  readonly frame: Uint8Array;
}

/** Names of pictures. */
export const PICTURE_EXTENSIONS = /\.(jpe?g|png|webp|bmp)$/i;

/** Every Nth picture under a folder, by path in code unit order. Errors: kind `input` when there are none. */
export async function findPictures(folder: string, every = 1): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && PICTURE_EXTENSIONS.test(entry.name))
    .map((entry) => resolve(join(entry.parentPath, entry.name)))
    .sort();
  if (paths.length === 0) throw new ReelsightError('input', `There is no picture in ${folder} (JPEG, PNG, WebP, BMP).`);
  return paths.filter((_, i) => i % every === 0);
}

/** The first pictures of each folder. */
export function takeFirst(paths: readonly string[], perFolder: number): string[] {
  const counts = new Map<string, number>();
  return paths.filter((path) => {
    const count = (counts.get(dirname(path)) ?? 0) + 1;
    counts.set(dirname(path), count);
    return count <= perFolder;
  });
}

/** Decodes pictures in their order; what ffmpeg cannot decode is left out and reported. */
export async function* readPictures(
  paths: readonly string[],
  report: (line: string) => void,
): AsyncGenerator<PictureFrame> {
  const ffmpeg = await inspectFfmpeg(process.env.FFMPEG_PATH ?? 'ffmpeg', { PATH: process.env.PATH ?? '' });
  for (let at = 0; at < paths.length; at += PICTURE_BATCH) {
    const batch = paths.slice(at, at + PICTURE_BATCH);
    for (const [i, frame] of (await decodePictures(ffmpeg, batch)).entries()) {
      const path = batch[i]!;
      if (isWholeFrame(frame)) yield { path, frame };
      else report(`${path} could not be decoded and is left out.`);
    }
  }
}

/** Pictures that one ffmpeg decodes: it takes longer to start than for most pictures. */
const PICTURE_BATCH = 16;

const TO_FRAME = `scale=${IMAGE_SIZE}:${IMAGE_SIZE}:flags=bilinear,format=rgb24`;

/** The same as `decodePicture` of each. */
async function decodePictures(ffmpeg: Ffmpeg, paths: readonly string[]): Promise<Uint8Array[]> {
  const formats = await Promise.all(paths.map(findPictureFormat));
  if (formats.every((format) => format !== null)) {
    const command = describeCommand();
    for (const [i, path] of paths.entries()) addPicture(command, path, formats[i]!);
    const graph = paths.map((_, i) => `[${i}:v]trim=end_frame=1,${TO_FRAME},setpts=PTS-STARTPTS,setsar=1[p${i}]`);
    command
      .complexFilter([...graph, `${paths.map((_, i) => `[p${i}]`).join('')}concat=n=${paths.length}[all]`].join(';'))
      .output('pipe:3')
      .outputOptions(['-map', '[all]', ...ffmpeg.passthroughOptions, '-f', 'rawvideo']);
    const bytes = await readPixels(ffmpeg, command);
    if (bytes.length === paths.length * FRAME_BYTES)
      return paths.map((_, i) => bytes.subarray(i * FRAME_BYTES, (i + 1) * FRAME_BYTES));
  }
  // One that cannot be decoded takes the others along.
  const frames: Uint8Array[] = [];
  for (const path of paths) frames.push(await decodePicture(ffmpeg, path));
  return frames;
}

/** Kinds of pictures that networks are shown, whatever their files are called. */
const KINDS = ['JPEG', 'PNG', 'WebP', 'BMP'];

/** What kind of picture a file is; null for what networks are not shown. */
export async function findPictureFormat(path: string): Promise<ImageFormat | null> {
  const format = sniffImageFormat(await readPictureHead(path));
  return format && KINDS.includes(format.name) ? format : null;
}

/** RGB [299, 299, 3], or less where ffmpeg finds no whole picture. */
export async function decodePicture(ffmpeg: Ffmpeg, path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const format = await findPictureFormat(path);
  if (format === null) return new Uint8Array();
  const command = addPicture(describeCommand(), path, format)
    .output('pipe:3')
    .outputOptions(['-frames:v', '1', '-f', 'rawvideo'])
    .videoFilters(TO_FRAME);
  return readPixels(ffmpeg, command, signal);
}

async function readPixels(ffmpeg: Ffmpeg, command: FfmpegCommand, signal?: AbortSignal): Promise<Uint8Array> {
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
  const bytes = await buffer(run.pipes[0]!);
  await run.ended;
  return new Uint8Array(bytes);
}

/** Whether ffmpeg gave a whole picture. */
export const isWholeFrame = (frame: Uint8Array): boolean => frame.length === FRAME_BYTES;
