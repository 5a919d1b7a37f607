import { buffer } from 'node:stream/consumers';
import { findPictureFormat } from '../../../../models/pictures.ts';
import { addPicture, describeCommand, type Ffmpeg, runFfmpeg } from '../../../core/index.ts';
import type { Mistake } from '../../../training/index.ts';
import type { EmbeddedPicture } from './embed-examples.ts';

const SIDE = 240;

/** Mistakes that are shown with their pictures. */
const MAX_SHOWN = 36;

/** Small JPEGs of the pictures of mistakes, by the pictures' ids. */
export async function shrinkPictures(
  ffmpeg: Ffmpeg,
  pictures: readonly EmbeddedPicture[],
  mistakes: readonly Mistake[],
  signal: AbortSignal,
): Promise<Map<string, Uint8Array>> {
  const paths = new Map(pictures.map(({ id, path }) => [id, path]));
  const small = new Map<string, Uint8Array>();
  for (const id of new Set(mistakes.slice(0, MAX_SHOWN).map((mistake) => mistake.id))) {
    const bytes = await shrinkPicture(ffmpeg, paths.get(id)!, signal);
    if (bytes) small.set(id, bytes);
  }
  return small;
}

/** A small JPEG of a picture, its proportions kept; null where ffmpeg finds no whole picture. */
async function shrinkPicture(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<Uint8Array | null> {
  const format = await findPictureFormat(path);
  if (format === null) return null;
  const command = addPicture(describeCommand(), path, format)
    .output('pipe:3')
    .outputOptions(['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '6', '-f', 'image2pipe'])
    .videoFilters(`scale=${SIDE}:${SIDE}:force_original_aspect_ratio=decrease,format=yuvj420p`);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
  const bytes = await buffer(run.pipes[0]!);
  await run.ended;
  return bytes.length > 0 ? new Uint8Array(bytes) : null;
}
