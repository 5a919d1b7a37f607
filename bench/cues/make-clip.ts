import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/index.ts';
import type { Cue } from '../../src/core/report.ts';
import { type CueCase, X264 } from './material.ts';

/** Writes a case's clip. */
export async function makeClip(
  ffmpeg: Ffmpeg,
  path: string,
  { parts, sound, rate, filter, coding }: CueCase,
): Promise<void> {
  const fps = rate ?? '25';
  const graph = parts.map(
    ({ picture, seconds }, i) =>
      `${picture.replaceAll('RATE', fps)},trim=duration=${seconds},setpts=PTS-STARTPTS,format=yuv420p,setsar=1[v${i}]`,
  );
  graph.push(`${parts.map((_, i) => `[v${i}]`).join('')}concat=n=${parts.length},${filter ?? 'null'}[v]`);
  if (sound) {
    graph.push(...sound.map((part, i) => `${part.sound},aformat=sample_fmts=fltp:channel_layouts=mono[a${i}]`));
    graph.push(`${sound.map((_, i) => `[a${i}]`).join('')}concat=n=${sound.length}:v=0:a=1[a]`);
  }
  const command = describeCommand()
    .input('color=black:s=16x16:d=0.1')
    .inputFormat('lavfi')
    .complexFilter(graph.join(';'))
    .output(path)
    .outputOptions([
      ...['-map', '[v]', ...(sound ? ['-map', '[a]', '-c:a', 'aac', '-b:a', '128k'] : []), '-y', '-threads', '1'],
      ...(coding ?? X264),
    ]);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command).ended;
  if (exitCode !== 0) throw new Error(`ffmpeg made no ${path}: ${errors.join('\n')}`);
}

/** The cues that a case's clip has by its making. */
export function trueCues({ parts, sound }: CueCase): Cue[] {
  const cues: Cue[] = [];
  let at = 0;
  for (const { seconds, cues: types, trim } of parts) {
    for (const type of types ?? [])
      cues.push({ type, startSeconds: at + (trim?.[0] ?? 0), endSeconds: at + seconds - (trim?.[1] ?? 0) });
    at += seconds;
  }
  at = 0;
  for (const { seconds, isSilence } of sound ?? []) {
    if (isSilence) cues.push({ type: 'silence', startSeconds: at, endSeconds: at + seconds });
    at += seconds;
  }
  return cues;
}
