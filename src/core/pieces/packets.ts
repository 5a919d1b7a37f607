import { createInterface } from 'node:readline';
import { ReelsightError } from '../errors.ts';
import { type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { openInput } from '../media/input.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';

/** The packets of a video's picture stream, in the order in which they are decoded. */
export interface Packets {
  /** The frame of each on the video's grid. */
  readonly frames: readonly number[];
  /** Positions of those that decoding may start at. */
  readonly keys: readonly number[];
}

/** Lists packets without decoding them. Errors: kind `decode` when they have no time stamps. */
export async function listPackets(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  probe: VideoProbe,
  signal?: AbortSignal,
): Promise<Packets> {
  const { timeBase, frameRate, firstPts } = probe;
  const firstSeconds = (firstPts * timeBase.numerator) / timeBase.denominator;
  let unit = timeBase.numerator / timeBase.denominator;
  const frames: number[] = [];
  const keys: number[] = [];
  for await (const line of readPacketLines(ffmpeg, source, String(probe.videoStream), signal)) {
    const base = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (base) unit = Number(base[1]) / Number(base[2]);
    if (line.startsWith('#')) continue;
    // stream, dts, pts, duration, size, checksum, and flags where the packet is not simply a key frame.
    const [, , pts, , , , flags] = line.split(',').map((field) => field.trim());
    const seconds = Number(pts) * unit - firstSeconds;
    if (flags === undefined || (Number(/^F=(0x[0-9A-F]+)/.exec(flags)?.[1] ?? 1) & 1) === 1) keys.push(frames.length);
    frames.push(Math.round((seconds * frameRate.numerator) / frameRate.denominator));
  }
  if (frames.length === 0 || frames.some(Number.isNaN))
    throw new ReelsightError(
      'decode',
      `${JSON.stringify(source.name)} has no time stamps to cut it by. Cut it with --exact.`,
    );
  return { frames, keys };
}

/** How many pictures a file holds. */
export async function countPackets(ffmpeg: Ffmpeg, path: string, signal?: AbortSignal): Promise<number> {
  const source = { url: `file:${path}`, protocols: ['file', 'pipe'] };
  let count = 0;
  for await (const line of readPacketLines(ffmpeg, source, 'v:0', signal)) if (!line.startsWith('#')) count++;
  return count;
}

/** ffmpeg's list of a stream's packets: a line each, and lines of facts that begin with #. */
async function* readPacketLines(
  ffmpeg: Ffmpeg,
  source: Pick<VideoSource, 'url' | 'protocols'>,
  stream: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const command = openInput(source)
    .output('pipe:3')
    .outputOptions(['-map', `0:${stream}`, '-c', 'copy', '-f', 'framecrc']);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
  for await (const line of createInterface({ input: run.pipes[0]! })) if (line) yield line;
  await run.ended;
}
