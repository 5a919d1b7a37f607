import { randomUUID } from 'node:crypto';
import { CODEC_WHITELIST, COVER_DECODERS, SUBTITLE_DECODERS } from './codecs.ts';
import { describeCommand, type FfmpegCommand } from './ffmpeg.ts';
import { FORMAT_WHITELIST } from './formats.ts';
import type { VideoSource } from './source.ts';

/** Frames beyond 8K UHD-2 (7680 x 4320) twice over are refused: they are bombs, not videos. */
export const MAX_PIXELS = 8192 * 8192;

type InputSource = Pick<VideoSource, 'url' | 'protocols'>;

/**
 * Whose clock tells the time: the file's own, which workers that start anywhere agree on; or one that ffmpeg corrects
 * where the file's leaps, from the first packet on. A corrected clock is known to who reads from the start alone.
 */
export type Clock = 'file' | 'corrected';

/** What is known of a source before it is opened again. */
export interface KnownInput {
  /** Default: the file's own. */
  readonly clock?: Clock;
  /** By ffprobe's name; some have options of their own. */
  readonly demuxer?: string;
}

/**
 * Input options of ffmpeg and ffprobe that open a source as safely as they can: only the listed demuxers, decoders and
 * protocols, no references to other files (mov's dref), and a bound on the picture's size.
 */
const inputArguments = (source: InputSource, demuxer?: string): string[] => [
  ...['-protocol_whitelist', source.protocols.join(',')],
  ...['-format_whitelist', FORMAT_WHITELIST],
  ...['-codec_whitelist', CODEC_WHITELIST],
  ...['-max_pixels', String(MAX_PIXELS)],
  // Where parts were joined the tables of the next one may name other packets: its tracks go on under the same numbers.
  ...(demuxer === 'mpegts' ? ['-merge_pmt_versions', '1'] : []),
  // What a run reads over the network is counted: it tells the proxy which one it is.
  ...(source.protocols.includes('http') ? ['-user_agent', randomUUID()] : []),
];

/** An ffmpeg command that opens a source, with input options of one's own. */
export const openInput = (
  source: InputSource,
  inputOptions: readonly string[] = [],
  known: KnownInput = {},
): FfmpegCommand => addInput(describeCommand(), source, inputOptions, known);

/** Lets a command open one more source, as safely. */
export const addInput = (
  command: FfmpegCommand,
  source: InputSource,
  inputOptions: readonly string[] = [],
  { clock = 'file', demuxer }: KnownInput = {},
): FfmpegCommand =>
  command
    .input(source.url)
    .inputOptions([...(clock === 'file' ? ['-copyts'] : []), ...inputArguments(source, demuxer), ...inputOptions]);

export interface ProbeOpening {
  readonly demuxer?: string;
  /** Decoders of tracks of sound and of subtitles that nobody decodes. */
  readonly unlisted?: readonly string[];
}

/**
 * Arguments of an ffprobe that opens a source as safely. Tracks that nobody decodes may be of codecs that are not listed:
 * of sound and of subtitles those that are named. ffprobe makes their decoders ready, and decodes nothing by them: where it
 * does decode to learn what a track is, the list for the whole file holds.
 */
export const probeArguments = (
  source: InputSource,
  options: readonly string[],
  { demuxer, unlisted = [] }: ProbeOpening = {},
): string[] => [
  ...inputArguments(source, demuxer),
  ...['-codec_whitelist:v', [CODEC_WHITELIST, ...COVER_DECODERS].join(',')],
  ...['-codec_whitelist:a', [CODEC_WHITELIST, ...unlisted].join(',')],
  ...['-codec_whitelist:s', [...SUBTITLE_DECODERS, ...unlisted].join(',')],
  ...options,
  source.url,
];

/** A kind of picture file, as far as it is opened by it. */
export interface PictureKind {
  readonly demuxer: string;
  readonly decoders: readonly string[];
}

/** Lets a command open a file as the picture that it is, and as nothing else. */
export const addPicture = (command: FfmpegCommand, path: string, { demuxer, decoders }: PictureKind): FfmpegCommand =>
  command
    .input(`file:${path}`)
    .inputOptions([
      ...['-protocol_whitelist', 'file,pipe', '-codec_whitelist', decoders.join(',')],
      ...['-max_pixels', String(MAX_PIXELS), '-threads', '1', '-f', demuxer],
    ]);

/** Lets a command open a file, or numbered files, that we wrote ourselves. */
export const addOwnFile = (command: FfmpegCommand, path: string, inputOptions: readonly string[]): FfmpegCommand =>
  command.input(path).inputOptions([...inputOptions]);
