import { join } from 'node:path';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/media/ffmpeg.ts';
import type { Crop } from './pictures.ts';

/** What is put into a video: a picture, or a part of it. */
export interface Overlay {
  readonly path: string;
  readonly crop: Crop | null;
}

/** How it is put there. */
export interface Composite {
  /** Longer side as a share of the video's width. */
  readonly size: number;
  readonly turnDegrees: number;
  /** Sigma of the blur, in pixels of a video 640 wide. */
  readonly blur: number;
}

/** Two seconds of `background` at 640 x 360 with an overlay that drifts across it, as H.264 of middling quality. */
export async function composeVideo(
  ffmpeg: Ffmpeg,
  {
    background,
    overlay,
    composite,
    folder,
  }: { background: string; overlay: Overlay; composite: Composite; folder: string },
): Promise<string> {
  const path = join(folder, 'composite.mp4');
  const { crop } = overlay;
  const cut = crop ? `crop=${crop.width}:${crop.height}:${crop.left}:${crop.top}:exact=1,` : '';
  const side = Math.round(composite.size * 640);
  const turn = (composite.turnDegrees * Math.PI) / 180;
  const blur = composite.blur > 0 ? `,gblur=sigma=${composite.blur}` : '';
  const command = describeCommand()
    .input(`file:${background}`)
    .input(`file:${overlay.path}`)
    .inputOptions(['-loop', '1', '-t', '2'])
    .complexFilter(
      [
        '[0:v]fps=10,scale=640:360:force_original_aspect_ratio=increase,crop=640:360,setsar=1[scene]',
        `[1:v]${cut}scale=${side}:${side}:force_original_aspect_ratio=decrease:flags=area,format=rgba,` +
          `rotate=${turn}:ow=rotw(${turn}):oh=roth(${turn}):c=none[logo]`,
        `[scene][logo]overlay=x=(W-w)*(0.3+0.1*t):y=(H-h)*(0.6-0.1*t):shortest=1${blur},format=yuv420p[out]`,
      ].join(';'),
    )
    .output(`file:${path}`)
    .outputOptions(['-map', '[out]', '-t', '2', '-an', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '27', '-y']);
  await runFfmpeg(ffmpeg, command, {}).ended;
  return path;
}
