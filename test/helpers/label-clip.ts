import { writeFile } from 'node:fs/promises';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';
import { drawLabel, drawScene } from './drawn-labels.ts';

/** The labels that are in the clip, by their seeds. */
export const BOTH_SCENES = 1;
export const SECOND_SCENE = 3;

/**
 * Writes a clip of 560 x 320 pixels at 25 frames a second that pans over two scenes of three seconds each, with a tone. One
 * label is in both, smaller and turned in the second; another in the second alone.
 */
export async function writeLabelClip(ffmpeg: Ffmpeg, path: string): Promise<string> {
  const [both, second] = [drawLabel(BOTH_SCENES), drawLabel(SECOND_SCENE)];
  const scenes = [
    drawScene([{ label: both, x: 320, y: 180, side: 180, turn: 0 }]),
    drawScene([
      { label: both, x: 450, y: 180, side: 140, turn: 0.3 },
      { label: second, x: 180, y: 180, side: 160, turn: -0.2 },
    ]),
  ];
  const command = describeCommand();
  for (const [i, { rgb, width, height }] of scenes.entries()) {
    const picture = `${path}.${i}.ppm`;
    await writeFile(picture, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), rgb]));
    command.input(picture).inputOptions(['-f', 'image2', '-loop', '1', '-framerate', '25', '-t', '3']);
  }
  command
    .complexFilter(
      // The second scene is bluer: two scenes in one light are one shot.
      '[0:v]setsar=1[a];[1:v]colorchannelmixer=rr=0.3:bb=0.9:gg=0.5,setsar=1[b];[a][b]concat=n=2[all];' +
        '[all]crop=560:320:x=t*10:y=20,format=yuv420p[v];sine=f=440:d=6[s]',
    )
    .output(path)
    .outputOptions(['-map', '[v]', '-map', '[s]', '-y', '-threads', '1'])
    .outputOptions(['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '18', '-g', '25', '-c:a', 'aac']);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  if (exitCode !== 0) throw new Error(`ffmpeg made no ${path}: ${errors.join('\n')}`);
  return path;
}
