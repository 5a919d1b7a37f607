import { buffer } from 'node:stream/consumers';
import type { DetailPicture } from '../../src/core/measurements/detail-picture.ts';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/media/ffmpeg.ts';
import { parsePpm } from './pictures.ts';

const LONG_SIDE = 640;
const HEADER = Buffer.from('P6\n');

/** The frames of a video at so many a second, at most 640 pixels long, in display proportions. */
export async function readFrames(
  ffmpeg: Ffmpeg,
  path: string,
  fps: number,
  maxSeconds: number,
): Promise<DetailPicture[]> {
  const scale = `scale=w='min(${LONG_SIDE},iw*sar)':h='min(${LONG_SIDE},ih)':force_original_aspect_ratio=decrease:flags=area`;
  const command = describeCommand()
    .input(`file:${path}`)
    .output('pipe:3')
    .outputOptions(['-t', String(maxSeconds), '-an', '-c:v', 'ppm', '-f', 'image2pipe'])
    .videoFilters(`fps=${fps},scale=iw*sar:ih,setsar=1,${scale},format=rgb24`);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  const bytes = await buffer(run.pipes[0]!);
  // Damaged videos end with an error and give the frames before it.
  await run.ended.catch(() => {});
  const frames: DetailPicture[] = [];
  for (let at = 0; at < bytes.length && bytes.subarray(at, at + 3).equals(HEADER); ) {
    const frame = parsePpm(bytes.subarray(at));
    if (!frame) break;
    frames.push(frame);
    at += `P6\n${frame.width} ${frame.height}\n255\n`.length + frame.rgb.length;
  }
  return frames;
}
