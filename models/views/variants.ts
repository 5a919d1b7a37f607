import type { Ffmpeg } from '../../src/core/media/ffmpeg.ts';
import { FRAME_BYTES } from '../../src/core/vision/inception.ts';
import { takeViews } from './picture-views.ts';
import { TREATMENTS, type Treatment, treatPicture } from './treat-picture.ts';

/** One place in six ways: three views of the picture (`takeViews`), and three treatments. RGB [299, 299, 3] each. */
export async function makeVariants(ffmpeg: Ffmpeg, path: string, frame: Uint8Array): Promise<Uint8Array[]> {
  const views = takeViews(frame);
  const variants = Array.from({ length: views.length / FRAME_BYTES }, (_, v) =>
    views.subarray(v * FRAME_BYTES, (v + 1) * FRAME_BYTES),
  );
  for (const treatment of Object.keys(TREATMENTS) as Treatment[])
    variants.push(await treatPicture(ffmpeg, path, treatment));
  return variants.filter(({ length }) => length === FRAME_BYTES);
}
