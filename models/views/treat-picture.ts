import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/media/ffmpeg.ts';
import { addPicture } from '../../src/core/media/input.ts';
import { decodePicture, findPictureFormat } from '../pictures.ts';

/** What cameras, encoders and graders do to a picture: small and coarse, soft, dark and pale. JPEG quality 2..31. */
export const TREATMENTS = {
  coarse: { filters: 'scale=160:120', quality: 22 },
  soft: { filters: 'scale=320:240,gblur=sigma=1.6', quality: 12 },
  dark: { filters: 'scale=400:300,eq=gamma=0.6:saturation=0.7', quality: 10 },
} as const;
export type Treatment = keyof typeof TREATMENTS;

/** A picture after a treatment: RGB [299, 299, 3], or less where it cannot be decoded. */
export async function treatPicture(ffmpeg: Ffmpeg, path: string, treatment: Treatment): Promise<Uint8Array> {
  const { filters, quality } = TREATMENTS[treatment];
  const format = await findPictureFormat(path);
  if (format === null) return new Uint8Array();
  const folder = await mkdtemp(join(tmpdir(), 'reelsight-treated-'));
  try {
    const coded = join(folder, 'treated.jpg');
    const command = addPicture(describeCommand(), path, format)
      .output(`file:${coded}`)
      .outputOptions(['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', String(quality), '-f', 'image2', '-update', '1'])
      .videoFilters(`${filters},format=yuvj420p`);
    await runFfmpeg(ffmpeg, command).ended;
    return await decodePicture(ffmpeg, coded);
  } finally {
    await rm(folder, { recursive: true });
  }
}
