import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ReelsightError } from '../errors.ts';
import { roundSeconds } from '../measurements/timecode.ts';
import { type Ffmpeg, runFfmpeg } from './ffmpeg.ts';
import { isSeekableFormat } from './formats.ts';
import { openInput } from './input.ts';
import { fillBlocks, pictureBlocksSchema } from './picture-blocks.ts';
import { type ProbeText, parseProbe } from './probe-text.ts';
import type { VideoSource } from './source.ts';

const rationalSchema = z.object({ numerator: z.int().positive(), denominator: z.int().positive() });

/** What is known of a video before it is decoded; plain JSON, it travels in the plan. */
export const videoProbeSchema = z.object({
  demuxer: z.string(),
  videoStream: z.int().nonnegative(),
  audioStream: z.int().nonnegative().nullable(),
  videoCodec: z.string(),
  audioCodec: z.string().nullable(),
  /** Channels of the audio track by ffmpeg's name, for example `5.1(side)`. */
  audioLayout: z.string().nullable(),
  width: z.int().positive(),
  height: z.int().positive(),
  displayWidth: z.int().positive(),
  displayHeight: z.int().positive(),
  rotationDegrees: z.int(),
  isHdr: z.boolean(),
  /** The unit of `firstPts`. */
  timeBase: rationalSchema,
  /** The container's time stamp of frame 0, in time base units. */
  firstPts: z.int(),
  frameRate: rationalSchema,
  /** The container's time stamp that a player shows as 0. */
  containerStartSeconds: z.number(),
  /** Presentation time of frame 0. */
  startSeconds: z.number().nonnegative(),
  /** Frames on the grid by the container's last packets; the decode has the last word. */
  frameCount: z.int().positive(),
  /** What is there to be decoded. */
  pictureBlocks: pictureBlocksSchema,
  /** Whether a worker may start in the middle. */
  isSplittable: z.boolean(),
  /** Whether time stamps go back or leap: pictures there are dropped or held. */
  hasTimeJumps: z.boolean(),
  /** Length that the container declares, if it does. */
  declaredSeconds: z.number().nullable(),
});

export type VideoProbe = z.infer<typeof videoProbeSchema>;

/**
 * Looks at a video with ffmpeg alone (no ffprobe): its streams, its exact frame grid and its true end.
 * Errors: kind `input` when nothing in it can be decoded as video.
 */
export async function probeVideo(ffmpeg: Ffmpeg, source: VideoSource, signal?: AbortSignal): Promise<VideoProbe> {
  const text = await readHead(ffmpeg, source, signal);
  const { firstPts, timeBase, frameRate } = text;
  const secondsPerUnit = timeBase.numerator / timeBase.denominator;
  const end = await findEnd(ffmpeg, source, text, signal);
  const toSlot = (pts: number) =>
    Math.round(((pts - firstPts) * secondsPerUnit * frameRate.numerator) / frameRate.denominator);
  const startSeconds = firstPts * secondsPerUnit - (text.containerStartSeconds ?? firstPts * secondsPerUnit);
  const frameCount = Math.max(1, toSlot(end.lastPts) + 1, toSlot(end.lastPts + end.lastDuration));
  return {
    demuxer: text.demuxer,
    videoStream: text.videoStream,
    audioStream: text.audioStream,
    videoCodec: text.videoCodec,
    audioCodec: text.audioCodec,
    audioLayout: text.audioLayout,
    width: text.width,
    height: text.height,
    displayWidth: text.displayWidth,
    displayHeight: text.displayHeight,
    rotationDegrees: text.rotationDegrees,
    isHdr: text.isHdr,
    timeBase,
    firstPts,
    frameRate,
    containerStartSeconds: text.containerStartSeconds ?? firstPts * secondsPerUnit,
    // The container's start is printed in whole microseconds: less than one is not a delay.
    startSeconds: startSeconds < 2e-6 ? 0 : roundSeconds(startSeconds),
    frameCount,
    pictureBlocks: fillBlocks(frameCount, frameRate),
    isSplittable: isSeekableFormat(text.demuxer) && text.durationSeconds !== null && end.isTrusted,
    declaredSeconds: text.durationSeconds,
    hasTimeJumps: end.hasTimeJumps,
  };
}

async function readHead(ffmpeg: Ffmpeg, source: VideoSource, signal?: AbortSignal): Promise<ProbeText> {
  const probe = async (streamIndex: number | null) => {
    const command = openInput(source, ['-threads', '1'])
      .output('-')
      .outputOptions([
        ...['-map', streamIndex === null ? '0:v' : `0:${streamIndex}`],
        ...['-vf', 'showinfo', '-frames:v', '1', ...ffmpeg.passthroughOptions],
        ...['-f', 'null'],
      ]);
    return runFfmpeg(ffmpeg, command, { signal, keepLog: true }).ended;
  };
  const first = await probe(null);
  const streams = parseProbe(first.log, null);
  if (streams.kind === 'streams' && streams.videoStream !== null) {
    // Of several streams it is not told which picture is whose.
    const log = streams.pictureStreamCount === 1 ? first.log : (await probe(streams.videoStream)).log;
    const parsed = parseProbe(log, streams.videoStream);
    if (parsed.kind === 'head') return parsed;
  } else if (streams.kind === 'streams' && streams.streamCount > 0)
    throw new ReelsightError(
      'input',
      `${JSON.stringify(source.name)} has no video stream (only ${streams.summary}). Give a video.`,
    );
  const isOtherFormat = first.errors.some((line) => line.includes('not on whitelist'));
  const reason = isOtherFormat
    ? 'unsupported container'
    : (first.errors.at(-1)?.replace(/^(\[[^\]]*\]\s*)+/, '') ?? 'no picture could be decoded');
  throw new ReelsightError(
    'input',
    `${JSON.stringify(source.name)} is not a video that can be read: ${reason.replaceAll(source.url, source.name)}. ` +
      'The file is damaged, cut short, or of a format that is not supported.',
    { context: { errors: first.errors } },
  );
}

interface VideoEnd {
  /** Time stamp of the last picture, in time base units. */
  lastPts: number;
  lastDuration: number;
  /** False when the container had to be read to its end to find it, or its time stamps are missing. */
  isTrusted: boolean;
  hasTimeJumps: boolean;
}

/** Decoding time only rises; where it stands or leaps for longer than any still lasts, a file was joined from parts. */
const MAX_STALLED_PACKETS = 10;
const MAX_LEAP_SECONDS = 30;

/** How far before the declared end the last packets are searched for, in seconds; then the whole file is read. */
const TAIL_SECONDS = [3, 30];

async function findEnd(ffmpeg: Ffmpeg, source: VideoSource, head: ProbeText, signal?: AbortSignal): Promise<VideoEnd> {
  if (head.durationSeconds !== null && isSeekableFormat(head.demuxer))
    for (const tail of TAIL_SECONDS) {
      const seek = Math.max(0, head.durationSeconds - tail);
      const end = await readPackets(ffmpeg, source, head, seek, signal);
      if (end) return { ...end, isTrusted: true, hasTimeJumps: await findTimeJumps(ffmpeg, source, head, signal) };
      if (seek === 0) break;
    }
  const end = await readPackets(ffmpeg, source, head, 0, signal);
  return { ...(end ?? { lastPts: head.firstPts, lastDuration: 0, hasTimeJumps: false }), isTrusted: false };
}

/**
 * Whether a stream was joined from parts: only MPEG streams can be, by putting files one after the other. All of the file
 * is read for that, which is why it is not done over a network.
 */
async function findTimeJumps(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  head: ProbeText,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!head.demuxer.startsWith('mpeg') || !source.protocols.includes('file')) return false;
  return (await readPackets(ffmpeg, source, head, 0, signal))?.hasTimeJumps ?? false;
}

/** Reads packets without decoding them, from a time on, and returns the last one in presentation order. */
async function readPackets(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  head: ProbeText,
  seekSeconds: number,
  signal?: AbortSignal,
): Promise<Omit<VideoEnd, 'isTrusted'> | null> {
  const command = openInput(source, seekSeconds > 0 ? ['-ss', seekSeconds.toFixed(6)] : [])
    .output('pipe:3')
    .outputOptions(['-map', `0:${head.videoStream}`, '-c', 'copy', '-f', 'framecrc']);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
  let last: Omit<VideoEnd, 'isTrusted'> | null = null;
  let unit = 1;
  let packets = 0;
  let lastSeconds: number | null = null;
  let hasTimeJumps = false;
  let stalled = -1;
  for await (const line of createInterface({ input: run.pipes[0]! })) {
    const base = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (base) unit = (Number(base[1]) * head.timeBase.denominator) / (Number(base[2]) * head.timeBase.numerator);
    const [, dts, pts, duration] = line.split(',').map((field) => field.trim());
    if (line.startsWith('#') || duration === undefined) continue;
    packets++;
    const time = Number(pts === 'NOPTS' ? dts : pts) * unit;
    if (Number.isFinite(time) && (!last || time > last.lastPts))
      last = { lastPts: time, lastDuration: Math.max(0, Number(duration) || 0) * unit, hasTimeJumps };
    const seconds = (Number(dts) * unit * head.timeBase.numerator) / head.timeBase.denominator;
    if (!Number.isFinite(seconds)) continue;
    const step = seconds - (lastSeconds ?? seconds);
    // Where decoding time goes back, ffmpeg writes the last one again until it is reached.
    if (step <= 0) stalled++;
    if (stalled > MAX_STALLED_PACKETS || step > MAX_LEAP_SECONDS) hasTimeJumps = true;
    lastSeconds = seconds;
  }
  await run.ended;
  // A bare stream has no time stamps that tell frames apart: the decoder counts frames, and so does this.
  const frameUnits =
    (head.frameRate.denominator * head.timeBase.denominator) / (head.frameRate.numerator * head.timeBase.numerator);
  const isBare = packets > 1 && (last?.lastPts ?? head.firstPts) <= head.firstPts;
  if (isBare)
    return { lastPts: head.firstPts + (packets - 1) * frameUnits, lastDuration: frameUnits, hasTimeJumps: false };
  return last && { ...last, hasTimeJumps };
}
