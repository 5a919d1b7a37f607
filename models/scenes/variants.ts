import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/media/ffmpeg.ts';
import { FRAME_BYTES } from '../../src/core/vision/inception.ts';
import { decodePicture } from '../pictures.ts';
import { takeViews } from './picture-views.ts';

/** What cameras, encoders and graders do to a picture of a place: small and coarse, soft, dark and pale. JPEG quality 2..31. */
const TREATMENTS = [
  { filters: 'scale=160:120', quality: 22 },
  { filters: 'scale=320:240,gblur=sigma=1.6', quality: 12 },
  { filters: 'scale=400:300,eq=gamma=0.6:saturation=0.7', quality: 10 },
];

/** One place in six ways: three views of the picture (`takeViews`), and three treatments. RGB [299, 299, 3] each. */
export async function makeVariants(ffmpeg: Ffmpeg, path: string, frame: Uint8Array): Promise<Uint8Array[]> {
  const views = takeViews(frame);
  const variants = Array.from({ length: views.length / FRAME_BYTES }, (_, v) =>
    views.subarray(v * FRAME_BYTES, (v + 1) * FRAME_BYTES),
  );
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-variants-'));
  try {
    for (const [i, { filters, quality }] of TREATMENTS.entries()) {
      const coded = join(folder, `${i}.jpg`);
      const command = describeCommand()
        .input(`file:${path}`)
        .output(`file:${coded}`)
        .outputOptions(['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', String(quality), '-f', 'image2', '-update', '1'])
        .videoFilters(`${filters},format=yuvj420p`);
      await runFfmpeg(ffmpeg, command, { pipeCount: 0 }).ended;
      variants.push(await decodePicture(ffmpeg, coded));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return variants.filter(({ length }) => length === FRAME_BYTES);
}
