import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addOwnFile, describeCommand, type Ffmpeg, ReelsightError, runFfmpeg } from '../../../core/index.ts';
import type { Canvas } from './canvas.ts';
import { paintLandscapes } from './landscapes.ts';

const FPS = 25;
/** The camera sees a part of the painting, so that it can move. */
const SHOWN = { width: 960, height: 540 } as const;
const FRAME = { width: 640, height: 360 } as const;

interface Shot {
  /** Of `paintLandscapes`. */
  readonly painting: number;
  readonly seconds: number;
  /** Where the camera is at the shot's start and end: 0 is the painting's left edge, 1 its right one. */
  readonly pan: readonly [number, number];
  readonly fade?: 'in' | 'out';
}

const SHOTS: readonly Shot[] = [
  { painting: 0, seconds: 5, pan: [0.1, 0.6] },
  { painting: 1, seconds: 4, pan: [0.3, 0.1] },
  { painting: 0, seconds: 4, pan: [0.7, 0.9], fade: 'out' },
  { painting: 2, seconds: 5, pan: [0, 0.5], fade: 'in' },
  { painting: 3, seconds: 4, pan: [0.8, 0.5] },
  { painting: 2, seconds: 4, pan: [0.6, 0.9] },
  { painting: 4, seconds: 5, pan: [0.9, 0.3] },
  { painting: 5, seconds: 4, pan: [0.2, 0.6] },
  { painting: 4, seconds: 4, pan: [0.3, 0.1] },
];
const FADE_SECONDS = 1;

/** The surf, a pause, a hum and the wind: seconds and the source of each. */
const SOUNDS = [
  { seconds: 12.4, source: 'anoisesrc=c=brown:a=0.5:s=1:r=44100,tremolo=f=0.15:d=0.7' },
  { seconds: 1.2, source: 'anullsrc=cl=mono:r=44100' },
  { seconds: 12.2, source: 'sine=f=110:r=44100,tremolo=f=7:d=0.6' },
  { seconds: 0.4, source: 'anullsrc=cl=mono:r=44100' },
  { seconds: 12.8, source: 'anoisesrc=c=pink:a=0.2:s=2:r=44100,tremolo=f=0.3:d=0.5' },
] as const;

/**
 * Writes a clip of 39 seconds, painted on the spot so that nothing is downloaded: the coast, a sunset over the sea, mountains,
 * three shots each, with a fade through black in silence after the first. Returns its path.
 */
export async function writeDemoClip(ffmpeg: Ffmpeg, folder: string, signal: AbortSignal): Promise<string> {
  const path = join(folder, 'demo.mp4');
  const paintings = paintLandscapes();
  await Promise.all(paintings.map((canvas, i) => writeFile(join(folder, `${i}.ppm`), encodePpm(canvas))));
  const command = describeCommand();
  for (const { painting } of SHOTS)
    addOwnFile(command, join(folder, `${painting}.ppm`), ['-pattern_type', 'none', '-framerate', `${FPS}`]);
  command
    .complexFilter(
      [...SHOTS.map(filmShot), ...SOUNDS.map(makeSound), joinParts('v', SHOTS), joinParts('a', SOUNDS)].join(';'),
    )
    .output(path)
    // mpeg4 and aac are in every build of ffmpeg.
    .outputOptions(['-map', '[v]', '-map', '[a]', '-c:v', 'mpeg4', '-q:v', '3', '-g', '50', '-c:a', 'aac', '-y']);
  const { exitCode, errors } = await runFfmpeg(ffmpeg, command, { signal }).ended;
  if (exitCode !== 0)
    throw new ReelsightError(
      'environment',
      `ffmpeg could not make the demo clip: ${errors.at(-1) ?? `exit status ${exitCode}`}.`,
    );
  return path;
}

/** Portable pixmap: the plainest picture that every build of ffmpeg reads. */
const encodePpm = ({ width, height, pixels }: Canvas): Buffer =>
  Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), pixels]);

function filmShot({ seconds, pan: [from, to], fade }: Shot, index: number): string {
  const position = `(iw-ow)*(${from}+${(to - from) / seconds}*t)`;
  const start = fade === 'out' ? seconds - FADE_SECONDS : 0;
  return [
    // The painting is read and brought to its size once, not for each frame.
    `[${index}:v]scale=${SHOWN.width}:${SHOWN.height}:flags=bicubic`,
    `loop=loop=-1:size=1,settb=1/${FPS},setpts=N,trim=end_frame=${seconds * FPS}`,
    `crop=${FRAME.width}:${FRAME.height}:x='${position}':y=ih-oh`,
    ...(fade ? [`fade=t=${fade}:st=${start}:d=${FADE_SECONDS}`] : []),
    `format=yuv420p,setsar=1[v${index}]`,
  ].join(',');
}

const makeSound = ({ source, seconds }: (typeof SOUNDS)[number], index: number): string =>
  `${source},atrim=duration=${seconds},aformat=channel_layouts=mono[a${index}]`;

function joinParts(stream: 'v' | 'a', parts: readonly unknown[]): string {
  const inputs = parts.map((_, i) => `[${stream}${i}]`).join('');
  return `${inputs}concat=n=${parts.length}:v=${stream === 'v' ? 1 : 0}:a=${stream === 'a' ? 1 : 0}[${stream}]`;
}
