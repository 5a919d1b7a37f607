import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../../src/core/media/ffmpeg.ts';

const FRAME_RATE = 25;
const [WIDTH, HEIGHT] = [640, 360];

/** A still that the camera moves over, or a part of a video. */
export interface RenderedShot {
  readonly path: string;
  readonly seconds: number;
  /** null for a still. */
  readonly fromSeconds: number | null;
}

export interface RenderedScene {
  readonly shots: readonly RenderedShot[];
  /** A lavfi source and its filters, `own` for that of the first shot's video, or null where the programme has no sound. */
  readonly sound: string | null;
  /** Without sound at its beginning and at its end. */
  readonly quietStartSeconds: number;
  readonly quietEndSeconds: number;
  /** Pauses inside, from second to second. */
  readonly pauses: readonly (readonly [from: number, to: number])[];
  /** Black put at its end, after a fade of half a second where asked. */
  readonly blackSeconds: number;
  readonly fades: boolean;
  /** Flashes of black at cuts inside. */
  readonly flashes: readonly (readonly [from: number, to: number])[];
}

export const lengthOf = ({ shots, blackSeconds }: RenderedScene): number =>
  shots.reduce((sum, { seconds }) => sum + seconds, 0) + blackSeconds;

/** Renders scenes one after the other into a video of 640 x 360 at 25 pictures a second. */
export async function renderProgramme(ffmpeg: Ffmpeg, path: string, scenes: readonly RenderedScene[]): Promise<void> {
  const parts = scenes.map((_, i) => `${path}.part-${i}.mkv`);
  const listPath = `${path}.parts.txt`;
  try {
    for (const [i, scene] of scenes.entries()) await renderScene(ffmpeg, parts[i], scene);
    await writeFile(listPath, parts.map((part) => `file '${part.replaceAll("'", "'\\''")}'\n`).join(''));
    const command = describeCommand().input(listPath).inputOptions(['-f', 'concat', '-safe', '0']).output(path);
    command.outputOptions(['-y', '-c:v', 'copy', ...(scenes[0].sound ? ['-c:a', 'aac'] : [])]);
    await run(ffmpeg, command);
  } finally {
    for (const part of [...parts, listPath]) await rm(part, { force: true });
  }
}

async function renderScene(ffmpeg: Ffmpeg, path: string, scene: RenderedScene): Promise<void> {
  const { shots, sound, blackSeconds, fades, flashes } = scene;
  const seconds = lengthOf(scene);
  const command = describeCommand();
  for (const shot of shots) {
    command.input(shot.path);
    if (shot.fromSeconds === null) command.inputOptions(['-loop', '1', '-framerate', String(FRAME_RATE)]);
    else command.inputOptions(['-ss', String(shot.fromSeconds)]);
  }
  const graph = shots.map((shot, i) => {
    const move = i % 2 === 0 ? `t/${shot.seconds}` : `(1-t/${shot.seconds})`;
    const scale = shot.fromSeconds === null ? 1.25 : 1;
    return (
      `[${i}:v]fps=${FRAME_RATE},scale=${WIDTH * scale}:${HEIGHT * scale}:force_original_aspect_ratio=increase,` +
      `crop=${WIDTH}:${HEIGHT}:x='(iw-ow)*${move}':y='(ih-oh)/2',setsar=1,format=yuv420p,trim=duration=${shot.seconds},setpts=PTS-STARTPTS[v${i}]`
    );
  });
  const shown = seconds - blackSeconds;
  const isDark = flashes.map(([from, to]) => `between(t,${from},${to - 0.001})`).join('+');
  graph.push(
    `${shots.map((_, i) => `[v${i}]`).join('')}concat=n=${shots.length}[all]`,
    '[all]' +
      [
        ...(fades ? [`fade=t=out:st=${shown - 0.5}:d=0.5`] : []),
        ...(isDark ? [`drawbox=color=black:t=fill:enable='${isDark}'`] : []),
        `tpad=stop_duration=${blackSeconds}:color=black`,
        `trim=duration=${seconds}`,
      ].join(',') +
      '[v]',
  );
  if (sound) graph.push(`${describeSound(scene, sound, seconds)}[a]`);
  command.complexFilter(graph.join(';')).output(path);
  command.outputOptions([
    ...['-y', '-map', '[v]', ...(sound ? ['-map', '[a]', '-c:a', 'pcm_s16le'] : [])],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-r', String(FRAME_RATE)],
  ]);
  await run(ffmpeg, command);
}

function describeSound(scene: RenderedScene, sound: string, seconds: number): string {
  const { quietStartSeconds, quietEndSeconds, pauses } = scene;
  const quiet = [[0, quietStartSeconds], [seconds - quietEndSeconds, seconds], ...pauses].filter(
    ([from, to]) => to > from,
  );
  const mute = quiet.map(([from, to]) => `volume=0.0005:enable='between(t,${from},${to})'`);
  return [
    sound === 'own' ? '[0:a]aloop=loop=-1:size=2e9' : sound,
    'aresample=48000,aformat=channel_layouts=stereo',
    `apad,atrim=duration=${seconds},asetpts=PTS-STARTPTS`,
    ...mute,
  ].join(',');
}

async function run(ffmpeg: Ffmpeg, command: ReturnType<typeof describeCommand>): Promise<void> {
  const { exitCode, errors, log } = await runFfmpeg(ffmpeg, command, { keepLog: true }).ended;
  if (exitCode !== 0) throw new Error(`ffmpeg failed: ${errors.join('\n')}\n${log.slice(-5).join('\n')}`);
}

/** Beside the video. */
export const truthPathOf = (folder: string, name: string): string => join(folder, `${name}.truth.json`);
