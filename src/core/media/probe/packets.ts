import { createInterface } from 'node:readline';
import { ReelsightError } from '../../errors.ts';
import { type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import { runFfprobe } from '../ffprobe.ts';
import { openInput, probeArguments } from '../input.ts';
import type { VideoSource } from '../source.ts';
import type { FileFacts } from './facts.ts';

/** What lies in a file of one track of pictures, in the order of the file. Times are in units of the track's clock. */
export interface TrackPackets {
  /** When each picture is shown; NaN where the container does not say. */
  readonly shown: number[];
  /** When each is decoded; NaN where the container does not say. */
  readonly decoded: number[];
  /** For how long each is shown; 0 where the container does not say. */
  readonly durations: number[];
  /** Which can be decoded without the ones before them. */
  readonly keys: boolean[];
  /** Which hold no picture: they repeat the one before. */
  readonly empty: boolean[];
  /** Whether the container says that pictures are encrypted. */
  isEncrypted: boolean;
}

const emptyTrack = (): TrackPackets => ({
  shown: [],
  decoded: [],
  durations: [],
  keys: [],
  empty: [],
  isEncrypted: false,
});

/** A day of 120 pictures a second, and some: a file that promises more is not a video. */
const MAX_PACKETS = 12_000_000;

/**
 * Lists the packets of all picture tracks without decoding them, by the index of the track. `fromSeconds`: only those
 * from the key frame before this time of the container's clock on; else the whole file is read.
 * Errors: kind `input` for more packets than any video has.
 */
export async function listTracks(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  facts: FileFacts,
  fromSeconds: number | null,
  signal?: AbortSignal,
): Promise<Map<number, TrackPackets>> {
  const run = runFfprobe(
    ffmpeg,
    probeArguments(
      source,
      [
        ...['-select_streams', 'v', '-of', 'compact=p=0:nk=1'],
        ...['-show_entries', 'packet=stream_index,pts,dts,duration,size,flags:packet_side_data=side_data_type'],
        ...(fromSeconds === null ? [] : ['-read_intervals', `${fromSeconds.toFixed(6)}%`]),
      ],
      facts.opening,
    ),
    { signal },
  );
  const tracks = new Map<number, TrackPackets>();
  let count = 0;
  for await (const line of createInterface({ input: run.stdout })) {
    // Fields in ffprobe's own order: texts of the file are not among them.
    const [stream, pts, dts, duration, size, flags, ...sideData] = line.split('|');
    if (flags === undefined) continue;
    if (++count > MAX_PACKETS) {
      run.kill();
      await run.ended.catch(() => {});
      throw new ReelsightError(
        'input',
        `${JSON.stringify(source.name)} holds more than ${MAX_PACKETS} pictures. Give a shorter video, or a part of it.`,
      );
    }
    const index = Number(stream);
    const track = tracks.get(index) ?? emptyTrack();
    tracks.set(index, track);
    if (sideData.includes('Encryption info')) track.isEncrypted = true;
    // Decoded for the sake of others, and never shown: an edit list leaves it out.
    track.shown.push(flags[1] === 'D' ? Number.NaN : toTime(pts, dts));
    track.decoded.push(toTime(dts, pts));
    track.durations.push(Math.max(0, Number(duration) || 0));
    track.keys.push(flags.startsWith('K'));
    track.empty.push(size === '0');
  }
  await run.ended;
  return tracks;
}

const toTime = (time: string | undefined, otherwise: string | undefined): number =>
  Number(time === 'N/A' ? otherwise : time);

/**
 * Lists the packets of one track as ffmpeg shows them when it follows leaps of the clock. `sound` is a track that is
 * decoded with it: where the clock leaps, the first packet of either sets the new one. Times are in units of `timeBase`.
 */
export async function listCorrected(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  demuxer: string,
  stream: number,
  sound: number | null,
  signal?: AbortSignal,
): Promise<TrackPackets> {
  const command = openInput(source, [], { clock: 'corrected', demuxer })
    .output('pipe:3')
    .outputOptions([
      ...['-map', `0:${stream}`, ...(sound === null ? [] : ['-map', `0:${sound}`])],
      ...['-c', 'copy', '-copyinkf', '-f', 'framecrc'],
    ]);
  const run = runFfmpeg(ffmpeg, command, { pipeCount: 1, signal });
  const track = emptyTrack();
  for await (const line of createInterface({ input: run.pipes[0]! })) {
    const [output, dts, pts, duration, size] = line.split(',').map((field) => field.trim());
    if (output !== '0' || duration === undefined) continue;
    track.shown.push(pts === 'NOPTS' ? Number(dts) : Number(pts));
    track.decoded.push(Number(dts));
    track.durations.push(Math.max(0, Number(duration) || 0));
    track.keys.push(false);
    track.empty.push(size === '0');
  }
  await run.ended;
  return track;
}
