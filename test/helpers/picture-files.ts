import { rm, writeFile } from 'node:fs/promises';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';
import { drawPicture } from './pictures.ts';

const SIDE = 299;

/** Writes a drawn picture of 299 x 299 pixels, as the name's ending says; `filter` is ffmpeg's. Returns the path. */
export async function writePicture(ffmpeg: Ffmpeg, path: string, seed: number, filter = 'null'): Promise<string> {
  const raw = `${path}.raw`;
  await writeFile(raw, drawPicture(seed));
  const command = describeCommand()
    .input(raw)
    .inputOptions(['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', `${SIDE}x${SIDE}`])
    .output(path)
    .outputOptions(['-vf', filter, '-frames:v', '1', '-update', '1', '-y']);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  await rm(raw);
  if (exitCode !== 0) throw new Error(`ffmpeg made no ${path}: ${errors.join('\n')}`);
  return path;
}
