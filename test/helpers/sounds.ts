import { openVideoSource } from '../../src/adapters/local/video/video-source.ts';
import {
  decodeChunk,
  describeCommand,
  type Ffmpeg,
  parseConfig,
  probeVideo,
  runFfmpeg,
  type VideoProbe,
} from '../../src/core/index.ts';
import type { SoundMeasurement } from '../../src/core/measurements/sound-measurement.ts';
import { SMALL_FRAME } from '../../src/core/shots/small-frame.ts';
import { writePlannedClip } from './clips.ts';

/** Writes a small grey video with a sound: a lavfi graph without inputs, as long as the video. */
export function writeSound(
  ffmpeg: Ffmpeg,
  path: string,
  sound: string,
  seconds: number,
  audioOptions: readonly string[] = ['-c:a', 'pcm_f32le'],
): Promise<string> {
  return writePlannedClip(ffmpeg, path, {
    sources: [`color=gray:s=64x36:r=10:d=${seconds}`],
    graph: `${sound},atrim=end=${seconds}[a]`,
    outputOptions: ['-map', '0:v', '-map', '[a]', '-c:v', 'mpeg4', '-threads', '1', ...audioOptions, '-y'],
  });
}

/** What the product measures of a video's sound; null without a track. */
export async function measureSound(
  ffmpeg: Ffmpeg,
  path: string,
): Promise<{ probe: VideoProbe; sound: SoundMeasurement | null }> {
  const { source } = await openVideoSource(path, parseConfig({}), new AbortController().signal);
  const probe = await probeVideo(ffmpeg, source);
  const { audio, ended } = decodeChunk(ffmpeg, source, probe, {
    ...{ contextFrame: probe.frameCount, startFrame: probe.frameCount, endFrame: probe.frameCount },
    ...{ sampleFps: 1, keyFramesOnly: false, audio: true, smallFrame: SMALL_FRAME, inputSize: 16, threads: 1 },
  });
  const [reading] = await Promise.all([audio, ended]);
  return { probe, sound: reading?.sound ?? null };
}

/** What ffmpeg's own meter, the filter ebur128, says of a video's sound, at the rate that BS.1770 was written for. */
export async function measureWithEbur128(ffmpeg: Ffmpeg, path: string, audioStream = 'a:0') {
  const command = describeCommand()
    .input(path)
    .output('-')
    .outputOptions(['-map', `0:${audioStream}`, '-af', 'aresample=48000,ebur128=peak=true', '-f', 'null']);
  const { log } = await runFfmpeg(ffmpeg, command, { keepLog: true }).ended;
  const summary = log.slice(log.findIndex((line) => line.endsWith('Summary:'))).join('\n');
  const value = (pattern: RegExp): number => Number(pattern.exec(summary)?.[1] ?? Number.NaN);
  return {
    integratedLufs: value(/ I: +(-?[\d.]+) LUFS/),
    rangeLu: value(/ LRA: +(-?[\d.]+) LU/),
    truePeakDb: value(/ Peak: +(-?[\d.]+) dBFS/),
  };
}
