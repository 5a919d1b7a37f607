import { ReelsightError } from '../../errors.ts';
import { assertFitsInMemory } from '../decoder-memory.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import type { Clock } from '../input.ts';
import type { VideoSource } from '../source.ts';
import { findLeaps, isStreamFormat } from './clock.ts';
import { isMarkedEncrypted } from './encryption.ts';
import { type FileFacts, type StreamFacts, unreadable } from './facts.ts';
import { type FirstPicture, tryDecoding } from './first-picture.ts';
import { listTracks, type TrackPackets } from './packets.ts';
import { toNumber } from './rates.ts';
import { findRotation } from './rotation.ts';
import { describeChoices, rankSounds, rankVideos } from './streams.ts';

/** The tracks that are analysed, and what is known of them. */
export interface Tracks {
  readonly video: StreamFacts;
  readonly sound: StreamFacts | null;
  readonly picture: FirstPicture;
  /** Packets of the track of pictures; null where the container's index is taken at its word. */
  readonly packets: TrackPackets | null;
  readonly clock: Clock;
  /** Positions in the packets at which the clock leaps. */
  readonly leaps: readonly number[];
  /** Sentences for people about what was chosen between. */
  readonly choices: string[];
}

/** Tracks that are tried in turn when one does not decode, at most: each try starts an ffmpeg. */
const MAX_TRIES = 4;

/**
 * Chooses the tracks that a player would play, among those that decode. Errors: kind `input` when there are no pictures,
 * none decodes, or they are encrypted.
 */
export async function chooseTracks(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  facts: FileFacts,
  signal?: AbortSignal,
): Promise<Tracks> {
  const demuxer = facts.format.format_name;
  const listed = rankVideos(facts, ({ nb_frames }) => nb_frames);
  if (listed.length === 0) throw hasNoVideo(source, facts);
  const marked = listed.find((stream) => isMarkedEncrypted(stream, demuxer));
  if (marked) throw isEncrypted(source);
  const forged = listed.find((stream) => promisesTooMuch(facts, stream, source.sizeBytes));
  if (forged) throw isForged(source, forged);
  const isTrusted = listed.every((stream) => hasEvenIndex(facts, stream));
  const all = isTrusted ? null : await listTracks(ffmpeg, source, facts, null, signal);
  const countPictures = (stream: StreamFacts) => stream.nb_frames ?? all?.get(stream.index)?.shown.length ?? null;
  const videos = rankVideos(facts, countPictures);
  const sounds = rankSounds(facts, videos[0]!);
  const playable = sounds.filter(({ channels, sample_rate }) => channels > 0 && (sample_rate ?? 0) > 0);
  let errors: readonly string[] = [];
  for (const video of videos.slice(0, MAX_TRIES)) {
    const packets = all?.get(video.index) ?? null;
    if (packets?.isEncrypted) throw isEncrypted(source);
    assertFitsInMemory(video, source.name, ffmpeg.maxMemoryMb);
    const unit = video.time_base ? toNumber(video.time_base) : 1;
    const leaps = packets && isStreamFormat(demuxer) ? findLeaps(packets.decoded.map((time) => time * unit)) : [];
    const clock = leaps.length > 0 ? 'corrected' : 'file';
    const inputOptions = findRotation(video).isOdd ? ['-noautorotate'] : [];
    // A track of sound that does not decode would take the pictures with it.
    for (const sound of [...playable.slice(0, MAX_TRIES), null]) {
      const trial = await tryDecoding(ffmpeg, source, video, sound, { clock, demuxer, inputOptions }, signal);
      errors = trial.errors;
      if (!trial.picture || (sound && !trial.hasSound)) continue;
      const choices = describeChoices(videos, video, sounds, sound);
      return { video, sound, picture: trial.picture, packets, clock, leaps, choices };
    }
  }
  const seen = all ?? (await listTracks(ffmpeg, source, facts, null, signal));
  if ([...seen.values()].some((track) => track.isEncrypted)) throw isEncrypted(source);
  throw unreadable(source, errors);
}

/**
 * Whether a container's index says of every picture when it is shown, and that they follow each other evenly: then
 * nothing but its end need be read. Only MP4 and QuickTime files have such an index; fragments have none.
 */
export function hasEvenIndex(facts: FileFacts, stream: StreamFacts): boolean {
  const { nb_frames, duration, r_frame_rate, avg_frame_rate } = stream;
  return (
    facts.format.format_name.startsWith('mov') &&
    (nb_frames ?? 0) > 1 &&
    (duration ?? 0) > 0 &&
    r_frame_rate !== null &&
    avg_frame_rate !== null &&
    toNumber(r_frame_rate) === toNumber(avg_frame_rate)
  );
}

/** No codec has a picture in fewer bytes: AV1's for "show an earlier picture again" has three with its header. */
const MIN_PICTURE_BYTES = 2;

/** Whether an index has more pictures than the whole file has bytes for: they all lie in one place, or nowhere. */
const promisesTooMuch = (facts: FileFacts, { nb_frames }: StreamFacts, sizeBytes: number): boolean =>
  facts.format.format_name.startsWith('mov') && (nb_frames ?? 0) * MIN_PICTURE_BYTES > sizeBytes;

const isForged = (source: VideoSource, { nb_frames }: StreamFacts): ReelsightError =>
  new ReelsightError(
    'input',
    `The index of ${JSON.stringify(source.name)} lists ${nb_frames} pictures, but the file has only ${source.sizeBytes} ` +
      'bytes. It is forged or damaged.',
  );

const hasNoVideo = (source: VideoSource, { streams }: FileFacts): ReelsightError =>
  streams.length === 0
    ? unreadable(source, [])
    : new ReelsightError(
        'input',
        `${JSON.stringify(source.name)} has no video stream (only ${streams
          .map(({ codec_type, codec_name }) => `${codec_type} (${codec_name})`)
          .join(', ')}). Give a video.`,
      );

export const isEncrypted = (source: VideoSource): ReelsightError =>
  new ReelsightError(
    'input',
    `The pictures of ${JSON.stringify(source.name)} are encrypted (DRM), so nothing in it can be seen. Give the video ` +
      'as it was before it was encrypted.',
  );
