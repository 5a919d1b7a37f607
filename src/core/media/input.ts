import { randomUUID } from 'node:crypto';
import { describeCommand, type FfmpegCommand } from './ffmpeg.ts';
import { FORMAT_WHITELIST } from './formats.ts';
import type { VideoSource } from './source.ts';

/** Frames beyond 8K UHD-2 (7680 x 4320) twice over are refused: they are bombs, not videos. */
export const MAX_PIXELS = 8192 * 8192;

/**
 * Input options of ffmpeg and ffprobe that open a source as safely as they can: only the listed demuxers and protocols,
 * no references to other files (mov's dref), and a bound on the picture's size. They stand before the source's URL.
 */
export const inputArguments = (source: InputSource): string[] => [
  ...['-protocol_whitelist', source.protocols.join(',')],
  ...['-format_whitelist', FORMAT_WHITELIST],
  ...['-max_pixels', String(MAX_PIXELS)],
  // What a run reads over the network is counted: it tells the proxy which one it is.
  ...(source.protocols.includes('http') ? ['-user_agent', randomUUID()] : []),
];

/**
 * Whose clock tells the time: the file's own, which workers that start anywhere agree on; or one that ffmpeg corrects
 * where the file's leaps, from the first packet on. A corrected clock is known to who reads from the start alone.
 */
export type Clock = 'file' | 'corrected';

/** An ffmpeg command that opens a source by `inputArguments`. */
export const openInput = (
  source: InputSource,
  inputOptions: readonly string[] = [],
  clock: Clock = 'file',
): FfmpegCommand => addInput(describeCommand(), source, inputOptions, clock);

/** Lets a command open one more source, as safely. */
export const addInput = (
  command: FfmpegCommand,
  source: InputSource,
  inputOptions: readonly string[] = [],
  clock: Clock = 'file',
): FfmpegCommand =>
  command
    .input(source.url)
    .inputOptions([...(clock === 'file' ? ['-copyts'] : []), ...inputArguments(source), ...inputOptions]);

type InputSource = Pick<VideoSource, 'url' | 'protocols'>;
