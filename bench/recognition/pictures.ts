import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { DetailPicture } from '../../src/core/measurements/detail-picture.ts';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/media/ffmpeg.ts';

/** Long side of the pictures that are looked at, in pixels, as the analysis decodes them. */
const LONG_SIDE = 640;

/** A part of a picture, in its pixels. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const known = new Map<string, Promise<DetailPicture | null>>();

/** Decodes a picture, or a part of it, at most 640 pixels long; null where ffmpeg finds none. Keeps it for the next time. */
export function readDetail(ffmpeg: Ffmpeg, path: string, crop?: Crop): Promise<DetailPicture | null> {
  const key = JSON.stringify([path, crop]);
  const picture = known.get(key) ?? decodeDetail(ffmpeg, path, crop);
  known.set(key, picture);
  return picture;
}

async function decodeDetail(ffmpeg: Ffmpeg, path: string, crop?: Crop): Promise<DetailPicture | null> {
  const cut = crop ? `crop=${crop.width}:${crop.height}:${crop.left}:${crop.top}:exact=1,` : '';
  const scale = `scale=w='min(${LONG_SIDE},iw)':h='min(${LONG_SIDE},ih)':force_original_aspect_ratio=decrease:flags=area`;
  const command = describeCommand()
    .input(`file:${path}`)
    .output('pipe:3')
    .outputOptions(['-frames:v', '1', '-c:v', 'ppm', '-f', 'image2pipe'])
    .videoFilters(`format=rgb24,${cut}${scale}`);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  const bytes = await buffer(run.pipes[0]!);
  await run.ended;
  return parsePpm(bytes);
}

/** Binary PPM with 8 bits a channel, as ffmpeg writes it; null where it is none. */
export function parsePpm(bytes: Buffer): DetailPicture | null {
  const header = /^P6\s(\d+)\s(\d+)\s255\s/.exec(bytes.subarray(0, 32).toString('latin1'));
  if (!header) return null;
  const [width, height] = [Number(header[1]), Number(header[2])];
  const rgb = new Uint8Array(bytes.subarray(header[0].length, header[0].length + width * height * 3));
  return rgb.length === width * height * 3 ? { rgb, width, height } : null;
}

/** A manifest of pictures, as far as the benches need it. */
export async function readManifest<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
