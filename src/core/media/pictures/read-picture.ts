import { buffer } from 'node:stream/consumers';
import { ReelsightError } from '../../errors.ts';
import type { DetailPicture } from '../../measurements/detail-picture.ts';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import { addPicture } from '../input.ts';
import { DETAIL_WIDTH } from '../sizes.ts';
import { flatten, isTransparent } from './flatten.ts';
import { type ImageFormat, readPictureHead, requireImageFormat } from './image-format.ts';
import { parsePam } from './netpbm.ts';

export interface ReadPicture extends DetailPicture {
  readonly format: ImageFormat;
  /** Whether parts of the file's picture can be seen through; here they lie on a plain ground. */
  readonly isTransparent: boolean;
}

interface PictureTools {
  readonly ffmpeg: Ffmpeg;
  readonly signal: AbortSignal;
}

const SCALE = `scale=w='min(${DETAIL_WIDTH},iw)':h='min(${DETAIL_WIDTH},ih)':force_original_aspect_ratio=decrease:flags=area`;

/**
 * Reads a picture file: RGB, at most `DETAIL_WIDTH` pixels long. What it is, its first bytes tell, and only that demuxer
 * opens it. Errors: kind `input` for what is not a picture or cannot be decoded.
 */
export async function readPicture(path: string, tools: PictureTools): Promise<ReadPicture> {
  const { format, command } = await openPicture(path);
  command
    .output('pipe:3')
    .outputOptions(['-frames:v', '1', '-vf', `format=rgba,${SCALE},format=rgba`, '-c:v', 'pam', '-f', 'image2pipe']);
  const run = runFfmpeg(tools.ffmpeg, command, { pipeCount: 1, signal: tools.signal });
  const bytes = await buffer(run.pipes[0]!);
  const { errors } = await run.ended;
  const raster = parsePam(bytes);
  if (raster?.depth !== 4) throw damaged(path, errors);
  const { width, height } = raster;
  return { rgb: flatten(raster), width, height, format, isTransparent: isTransparent(raster) };
}

/**
 * Writes a smaller copy of a picture: at most `DETAIL_WIDTH` pixels long, JPEG, or PNG by `outPath`'s name where it ends
 * in `.png`. Errors: as `readPicture`.
 */
export async function shrinkPicture(path: string, outPath: string, tools: PictureTools): Promise<void> {
  const { command } = await openPicture(path);
  const encoder = outPath.endsWith('.png')
    ? ['png', '-pix_fmt', 'rgba']
    : ['mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p'];
  // `-update` takes the name as it is: elsewhere %d would be a number.
  command
    .output(outPath)
    .outputOptions(['-frames:v', '1', '-vf', SCALE, '-c:v', ...encoder, '-f', 'image2', '-update', '1', '-y']);
  const { exitCode, errors } = await runFfmpeg(tools.ffmpeg, command, { signal: tools.signal }).ended;
  if (exitCode !== 0) throw damaged(path, errors);
}

async function openPicture(path: string) {
  const format = requireImageFormat(await readPictureHead(path), JSON.stringify(path));
  return { format, command: addPicture(describeCommand(), path, format) };
}

const damaged = (path: string, errors: readonly string[]): ReelsightError =>
  new ReelsightError(
    'input',
    `The picture ${JSON.stringify(path)} cannot be decoded: ${errors[0] ?? 'it is damaged, or too large'}.`,
  );
