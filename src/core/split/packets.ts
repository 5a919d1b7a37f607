import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ReelsightError } from '../errors.ts';
import { describeCommand, type Ffmpeg, runFfmpeg } from '../media/ffmpeg.ts';
import { addInput, openInput } from '../media/input.ts';
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
  for await (const line of readPacketLines(ffmpeg, source, probe, signal)) {
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

/** An ffmpeg takes longer to start than to read a short file: it reads so many. */
const FILE_BATCH = 16;

/** How many pictures each file holds. */
export async function countPackets(ffmpeg: Ffmpeg, paths: readonly string[], signal?: AbortSignal): Promise<number[]> {
  const counts: number[] = [];
  for (let i = 0; i < paths.length; i += FILE_BATCH)
    counts.push(...(await countTogether(ffmpeg, paths.slice(i, i + FILE_BATCH), signal)));
  return counts;
}

async function countTogether(ffmpeg: Ffmpeg, paths: readonly string[], signal?: AbortSignal): Promise<number[]> {
  const command = describeCommand();
  for (const path of paths) addInput(command, { url: `file:${path}`, protocols: ['file', 'pipe'] });
  for (const i of paths.keys()) command.output(`pipe:${3 + i}`).outputOptions(listOptions(`${i}:v:0`));
  const run = runFfmpeg(ffmpeg, command, { pipeCount: paths.length, signal });
  const counts = await Promise.all(run.pipes.map(countLines));
  const { exitCode } = await run.ended;
  if (exitCode === 0 || paths.length === 1) return counts;
  // One that cannot be read takes the others with it.
  const each: number[] = [];
  for (const path of paths) each.push(...(await countTogether(ffmpeg, [path], signal)));
  return each;
}

async function countLines(list: Readable): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: list })) if (line && !line.startsWith('#')) count++;
  return count;
}

/** Makes ffmpeg list a stream's packets: a line each, and lines of facts that begin with #. */
const listOptions = (stream: string): string[] => ['-map', stream, '-c', 'copy', '-f', 'framecrc'];

async function* readPacketLines(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  probe: VideoProbe,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const command = openInput(source, [], probe)
    .output('pipe:3')
    .outputOptions(listOptions(`0:${probe.videoStream}`));
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
  for await (const line of createInterface({ input: run.pipes[0]! })) if (line) yield line;
  await run.ended;
}
