import { text } from 'node:stream/consumers';
import { type Ffmpeg, runFfmpeg } from '../ffmpeg.ts';
import { MAX_FACTS_SECONDS } from '../ffprobe.ts';
import { type KnownInput, openInput } from '../input.ts';
import type { VideoSource } from '../source.ts';
import type { StreamFacts } from './facts.ts';

/** The first picture that the decoder gives. */
export interface FirstPicture {
  /** Its time stamp, in units of the track's clock. */
  readonly pts: number;
  /** As shown: turned, but with the pixels that the video has. */
  readonly width: number;
  readonly height: number;
  /** Width of a pixel as a share of its height. */
  readonly pixelAspect: number;
}

export interface DecodeTrial {
  /** null: the decoder gives no picture. */
  readonly picture: FirstPicture | null;
  readonly hasSound: boolean;
  /** ffmpeg's own lines. */
  readonly errors: readonly string[];
}

/**
 * Decodes the first picture of a track and, where one is named, the first samples of a track of sound, by the ffmpeg
 * that will decode the video. Its facts come from the decoder, not from what the container says.
 */
export async function tryDecoding(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  video: StreamFacts,
  sound: StreamFacts | null,
  { inputOptions, ...known }: KnownInput & { readonly inputOptions: readonly string[] },
  signal?: AbortSignal,
): Promise<DecodeTrial> {
  const { numerator, denominator } = video.time_base ?? { numerator: 1, denominator: 1_000_000 };
  const command = openInput(source, ['-threads', '1', ...inputOptions], known)
    .output('pipe:3')
    .outputOptions([
      ...['-map', `0:${video.index}`, '-frames:v', '1', ...ffmpeg.passthroughOptions],
      ...['-enc_time_base', `${numerator}:${denominator}`, '-f', 'framecrc'],
    ]);
  if (sound) command.output('pipe:4').outputOptions(listFirstSamples(sound.index));
  const run = runFfmpeg(ffmpeg, command, { pipeCount: sound ? 2 : 1, signal, maxSeconds: MAX_FACTS_SECONDS });
  const [pictures, samples] = await Promise.all(run.pipes.map((pipe) => text(pipe)));
  const { exitCode, errors } = await run.ended;
  const isWhole = exitCode === 0;
  return {
    picture: parsePicture(pictures ?? ''),
    hasSound: isWhole && holdsSamples(samples ?? ''),
    errors,
  };
}

/** Output options that decode the first samples of a track of sound, and list them. */
export const listFirstSamples = (stream: number): string[] => [
  ...['-map', `0:${stream}`, '-frames:a', '1', '-f', 'framecrc'],
];

/** Whether such a list has any. */
export const holdsSamples = (list: string): boolean => /^0, /m.test(list);

/** Reads what the muxer `framecrc` writes: facts in lines that begin with #, then a line for each picture. */
function parsePicture(list: string): FirstPicture | null {
  const frame = /^0, *(-?\d+), *(-?\d+),/m.exec(list);
  const size = /^#dimensions 0: (\d+)x(\d+)$/m.exec(list);
  const aspect = /^#sar 0: (\d+)\/(\d+)$/m.exec(list);
  if (!frame || !size) return null;
  const [wide, high] = [Number(aspect?.[1] ?? 0), Number(aspect?.[2] ?? 0)];
  return {
    pts: Number(frame[2]),
    width: Number(size[1]),
    height: Number(size[2]),
    pixelAspect: wide > 0 && high > 0 ? wide / high : 1,
  };
}
