import { describeCommand, type FfmpegCommand } from './ffmpeg.ts';
import { FORMAT_WHITELIST } from './formats.ts';
import type { VideoSource } from './source.ts';

/** Frames beyond 8K UHD-2 (7680 x 4320) twice over are refused: they are bombs, not videos. */
export const MAX_PIXELS = 8192 * 8192;

/**
 * An ffmpeg command that opens a source as safely as ffmpeg can: only the listed demuxers and protocols, no references
 * to other files (mov's dref), a bound on the picture's size, and one decoder thread unless asked for more.
 */
export const openInput = (source: InputSource, inputOptions: readonly string[] = []): FfmpegCommand =>
  addInput(describeCommand(), source, inputOptions);

/** Lets a command open one more source, as safely. */
export const addInput = (
  command: FfmpegCommand,
  source: InputSource,
  inputOptions: readonly string[] = [],
): FfmpegCommand =>
  command
    .input(source.url)
    .inputOptions([
      '-copyts',
      ...['-protocol_whitelist', source.protocols.join(',')],
      ...['-format_whitelist', FORMAT_WHITELIST],
      ...['-max_pixels', String(MAX_PIXELS)],
      ...inputOptions,
    ]);

type InputSource = Pick<VideoSource, 'url' | 'protocols'>;
