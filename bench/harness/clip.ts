import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';

/** A clip of 60 seconds, 1080p25, H.264 at about 6 Mbit/s, in the system's temp folder: made once. */
export async function makeBenchClip(ffmpeg: Ffmpeg): Promise<string> {
  const path = join(tmpdir(), 'reelsight-bench-1080p25.mp4');
  if (existsSync(path)) return path;
  process.stderr.write('Making a clip of 60 seconds, 1080p25 ...\n');
  const command = describeCommand();
  // Smooth pictures that move, with grain: about what a camera gives an encoder.
  command.input('mandelbrot=s=960x540:r=25:end_scale=0.05:end_pts=1500').inputFormat('lavfi');
  command
    .complexFilter('[0:v]scale=1920:1080,noise=alls=6:allf=t,hue=H=0.3*floor(t/5),format=yuv420p[v];sine=f=300:d=60[a]')
    .output(path)
    .outputOptions([
      '-map',
      '[v]',
      '-map',
      '[a]',
      '-t',
      '60',
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-b:v',
      '6M',
      '-g',
      '250',
      '-c:a',
      'aac',
      '-y',
    ]);
  await runFfmpeg(ffmpeg, command).ended;
  return path;
}

/** The same clip ten times over, without coding it again. */
export async function makeTenMinutes(ffmpeg: Ffmpeg): Promise<string> {
  const path = join(tmpdir(), 'reelsight-bench-10-minutes.mp4');
  if (existsSync(path)) return path;
  const command = describeCommand();
  command.input(await makeBenchClip(ffmpeg)).inputOptions(['-stream_loop', '9']);
  command.output(path).outputOptions(['-c', 'copy', '-y']);
  await runFfmpeg(ffmpeg, command).ended;
  return path;
}
