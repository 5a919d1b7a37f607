import { writeFile } from 'node:fs/promises';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';
import { createRandom } from '../../src/core/math/random.ts';
import { type CreditCase, paintedFilm } from './material.ts';

/** Writes a case's clip. Films come from the list, or are painted where it is empty. */
export async function makeCreditClip(
  ffmpeg: Ffmpeg,
  path: string,
  creditCase: CreditCase,
  films: readonly string[],
): Promise<void> {
  const random = createRandom(creditCase.seed + 7);
  const command = describeCommand().input('color=black:s=16x16:d=0.1').inputFormat('lavfi');
  let inputs = 1;
  const graph: string[] = [];
  for (const [i, { seconds, source, filter, texts }] of creditCase.parts.entries()) {
    let picture = source ?? paintedFilm(random);
    if (source === null && films.length > 0) {
      command.input(films[Math.floor(random() * films.length)]).inputOptions(['-stream_loop', '-1', '-an']);
      picture = `[${inputs++}:v]scale=320:180,fps=RATE`;
    }
    let drawn = filter;
    for (const [k, text] of texts.entries()) {
      const file = `${path}.${i}-${k}.txt`;
      await writeFile(file, text);
      drawn = drawn.replace(`TEXT${k}:`, `${file}:`);
    }
    graph.push(
      `${picture.replaceAll('RATE', creditCase.rate)},format=yuv420p,trim=duration=${seconds.toFixed(2)},setpts=PTS-STARTPTS,${drawn},format=yuv420p,setsar=1[v${i}]`,
    );
  }
  graph.push(`${creditCase.parts.map((_, i) => `[v${i}]`).join('')}concat=n=${creditCase.parts.length}[v]`);
  command
    .complexFilter(graph.join(';'))
    .output(path)
    .outputOptions([
      '-map',
      '[v]',
      '-y',
      '-threads',
      '1',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      ...creditCase.coding,
    ]);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  if (exitCode !== 0) throw new Error(`ffmpeg made no ${path}: ${errors.join('\n')}`);
}
