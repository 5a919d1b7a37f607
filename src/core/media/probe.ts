import { z } from 'zod';
import { type Rational, roundSeconds } from '../measurements/timecode.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { isSeekableFormat } from './formats.ts';
import { pictureBlocksSchema } from './picture-blocks.ts';
import { shownAtStart } from './probe/clock.ts';
import { type FileFacts, readFacts } from './probe/facts.ts';
import { listCorrected, listTracks, type TrackPackets } from './probe/packets.ts';
import { layOut, layOutEvenly, type PictureTimes } from './probe/picture-times.ts';
import { snapRate, toNumber } from './probe/rates.ts';
import { findRotation } from './probe/rotation.ts';
import { findStartTimecode } from './probe/start-timecode.ts';
import { chooseTracks, hasEvenIndex, isEncrypted, type Tracks } from './probe/tracks.ts';
import type { VideoSource } from './source.ts';

const rationalSchema = z.object({ numerator: z.int().positive(), denominator: z.int().positive() });

/** What is known of a video before it is decoded; plain JSON, it travels in the plan. */
export const videoProbeSchema = z.object({
  demuxer: z.string(),
  videoStream: z.int().nonnegative(),
  /** null: no track of sound decodes. */
  audioStream: z.int().nonnegative().nullable(),
  videoCodec: z.string(),
  audioCodec: z.string().nullable(),
  /** Channels of the audio track by ffmpeg's name, for example `5.1(side)`; null where the file does not say. */
  audioLayout: z.string().nullable(),
  /** As coded. */
  width: z.int().positive(),
  height: z.int().positive(),
  displayWidth: z.int().positive(),
  displayHeight: z.int().positive(),
  /** Clockwise turn that a player applies: 0, 90, 180 or 270. */
  rotationDegrees: z.int(),
  /** Whether the file asks for a turn other than by quarters: no player makes it. */
  ignoresRotation: z.boolean(),
  isHdr: z.boolean(),
  /** The unit of `firstPts`. */
  timeBase: rationalSchema,
  /** The container's time stamp of frame 0, in time base units. */
  firstPts: z.int(),
  frameRate: rationalSchema,
  /** Whose clock `firstPts` is of: where the file's leaps, ffmpeg corrects it, from the first packet on. */
  clock: z.enum(['file', 'corrected']),
  /** The container's first time stamp, of whatever track. */
  containerStartSeconds: z.number(),
  /** Seconds from the container's first time stamp to frame 0. */
  pictureDelaySeconds: z.number().nonnegative(),
  /** Presentation time of frame 0, as a player shows it. */
  startSeconds: z.number().nonnegative(),
  /** Frames on the grid by the container's packets; the decode has the last word. */
  frameCount: z.int().positive(),
  /** What is there to be decoded. */
  pictureBlocks: pictureBlocksSchema,
  /** Whether a worker may start in the middle. */
  isSplittable: z.boolean(),
  /** Presentation times at which the file's clock leaps or starts again. */
  leaps: z.array(z.number()),
  /** Length that the container declares, if it does. */
  declaredSeconds: z.number().nullable(),
  /** The source's own timecode of frame 0, as it is written there: `;` or `.` before the frames means drop-frame. */
  startTimecode: z.string().nullable(),
  /** Frames a second that it counts; null where the file does not say. */
  startTimecodeRate: rationalSchema.nullable(),
  /** Sentences for people about tracks that were chosen between. */
  choices: z.array(z.string()),
});

export type VideoProbe = z.infer<typeof videoProbeSchema>;

/**
 * Looks at a video: its tracks, when each of its pictures is shown, and what of it decodes. What the file says comes from
 * ffprobe's JSON, what it holds from its packets, what decodes from the ffmpeg that will decode it.
 * Errors: kind `input` when nothing in it can be decoded as video, it is encrypted, or says a length that no video has.
 */
export async function probeVideo(ffmpeg: Ffmpeg, source: VideoSource, signal?: AbortSignal): Promise<VideoProbe> {
  const facts = await readFacts(ffmpeg, source, signal);
  const tracks = await chooseTracks(ffmpeg, source, facts, signal);
  const { video, sound, picture, clock } = tracks;
  const demuxer = facts.format.format_name;
  const timeBase = video.time_base ?? { numerator: 1, denominator: 1_000_000 };
  const firstSeconds = picture.pts * toNumber(timeBase);
  const start = clock === 'corrected' ? 0 : (facts.format.start_time ?? firstSeconds);
  const { times, packets, seeksToEnd } = await readTimes(ffmpeg, source, facts, tracks, signal);
  const delay = firstSeconds - start;
  const timecode = findStartTimecode(facts, video);
  const rotation = findRotation(video);
  const isTurned = rotation.degrees % 180 !== 0;
  // The container's start is printed in whole microseconds: less than one is not a delay.
  const pictureDelaySeconds = delay < 2e-6 ? 0 : roundSeconds(delay);
  const startSeconds = roundSeconds(shownAtStart(demuxer, start) + pictureDelaySeconds);
  return {
    demuxer,
    videoStream: video.index,
    audioStream: sound?.index ?? null,
    videoCodec: video.codec_name,
    audioCodec: sound?.codec_name ?? null,
    audioLayout: sound ? (sound.channel_layout ?? guessLayout(sound.channels)) : null,
    width: isTurned ? picture.height : picture.width,
    height: isTurned ? picture.width : picture.height,
    displayWidth: Math.max(1, Math.round(picture.width * picture.pixelAspect)),
    displayHeight: picture.height,
    rotationDegrees: rotation.degrees,
    ignoresRotation: rotation.isOdd,
    isHdr: /^(smpte2084|arib-std-b67)$/.test(video.color_transfer),
    timeBase,
    firstPts: picture.pts,
    frameRate: times.frameRate,
    clock,
    containerStartSeconds: start,
    pictureDelaySeconds,
    startSeconds,
    frameCount: times.frameCount,
    pictureBlocks: times.blocks,
    isSplittable: clock === 'file' && isSeekableFormat(demuxer) && seeksToEnd,
    leaps: tracks.leaps.flatMap((at) => placeOf(packets, at, timeBase, firstSeconds - startSeconds)),
    declaredSeconds: clock === 'corrected' ? null : facts.format.duration,
    startTimecode: timecode?.text ?? null,
    startTimecodeRate: timecode?.rate ?? null,
    choices: [
      ...tracks.choices,
      ...(rotation.isOdd
        ? ['The file asks for a turn other than by quarters, which players do not make: nor was it made here.']
        : []),
    ],
  };
}

/** ffmpeg's names of channel layouts where a file does not tell its own, as ffmpeg guesses them. */
const guessLayout = (channels: number): string | null =>
  ['mono', 'stereo', '2.1', '4.0', '5.0', '5.1', '6.1', '7.1'][channels - 1] ?? null;

/** Seconds before the declared end from which the last packets are searched for. */
const TAIL_SECONDS = [3, 30];

interface ReadTimes {
  readonly times: PictureTimes;
  /** In the order of the file; null where only its end was read. */
  readonly packets: TrackPackets | null;
  /** Whether a search by time finds the end of the file. */
  readonly seeksToEnd: boolean;
}

async function readTimes(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  facts: FileFacts,
  { video, sound, picture, packets: own, clock }: Tracks,
  signal: AbortSignal | undefined,
): Promise<ReadTimes> {
  const timeBase = video.time_base ?? { numerator: 1, denominator: 1_000_000 };
  const unit = toNumber(timeBase);
  const declared = facts.format.duration;
  const hints = { guess: video.r_frame_rate, average: video.avg_frame_rate };
  const tail = clock === 'file' ? await readTail() : null;
  if (hasEvenIndex(facts, video) && tail && own === null) {
    const frameRate = snapRate(video.r_frame_rate!);
    const lastSlot = Math.round((tail.lastShown - picture.pts) * unit * toNumber(frameRate));
    return { times: layOutEvenly(frameRate, lastSlot), packets: null, seeksToEnd: true };
  }
  const packets =
    clock === 'corrected'
      ? await listCorrected(ffmpeg, source, facts.format.format_name, video.index, sound?.index ?? null, signal)
      : (own ?? (await listTracks(ffmpeg, source, facts, null, signal)).get(video.index) ?? null);
  const list = {
    seconds: packets?.shown.map((time) => time * unit) ?? [],
    durations: packets?.durations.map((time) => time * unit) ?? [],
    keys: clock === 'file' ? (packets?.keys ?? null) : null,
    empty: packets?.empty ?? [],
    firstSeconds: picture.pts * unit,
    clockUnit: unit,
    endSeconds: clock === 'file' && declared !== null ? (facts.format.start_time ?? 0) + declared : null,
  };
  const times = layOut(list, hints, source.name, ffmpeg.maxVideoHours);
  return { times, packets, seeksToEnd: tail !== null && tail.lastShown === lastOf(packets) };

  /** The last packets, found by a search for the declared end; null where that finds nothing. */
  async function readTail() {
    if (declared === null || !isSeekableFormat(facts.format.format_name)) return null;
    // Some containers count their length from time stamp 0, others from their first.
    const starts = [...new Set([facts.format.start_time ?? 0, 0])];
    const searches = TAIL_SECONDS.flatMap((tail) => starts.map((start) => start + Math.max(0, declared - tail)));
    for (const from of new Set(searches)) {
      const found = (await listTracks(ffmpeg, source, facts, from, signal)).get(video.index);
      if (found?.isEncrypted) throw isEncrypted(source);
      const lastShown = lastOf(found);
      if (lastShown !== null) return { lastShown };
    }
    return null;
  }
}

/** The latest time at which a picture is shown; null where there is none. */
function lastOf(packets: TrackPackets | null | undefined): number | null {
  let last: number | null = null;
  for (const time of packets?.shown ?? []) if (time > (last ?? Number.NEGATIVE_INFINITY)) last = time;
  return last;
}

/** When the packet at a position is shown, in presentation time; none where that is not known. */
function placeOf(packets: TrackPackets | null, at: number, timeBase: Rational, offset: number): number[] {
  const time = packets?.shown[at];
  return time === undefined || Number.isNaN(time)
    ? []
    : [roundSeconds(Math.max(0, time * toNumber(timeBase) - offset))];
}
