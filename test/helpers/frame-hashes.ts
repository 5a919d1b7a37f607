import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';

/** A hash of every picture that ffmpeg decodes from a file, as it comes after a filter, in order. */
export async function hashFrames(ffmpeg: Ffmpeg, path: string, filter = 'null'): Promise<string[]> {
  const command = describeCommand()
    .input(path)
    .output('pipe:3')
    .outputOptions(['-map', '0:v:0', '-vf', filter, ...ffmpeg.passthroughOptions, '-f', 'framehash']);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1 });
  let text = '';
  for await (const chunk of run.pipes[0]!.setEncoding('utf8')) text += chunk;
  const { exitCode, errors } = await run.ended;
  if (exitCode !== 0) throw new Error(`ffmpeg read no ${path}: ${errors.join('\n')}`);
  return text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)!.trim());
}
