import { openVideoSource } from '../src/adapters/local/video-source.ts';
import { decodePiece, findFfmpeg, parseConfig, probeVideo, type VideoProbe } from '../src/core/index.ts';
import type { FrameSignals } from '../src/core/pipeline/measurements.ts';
import { createSignalMeter, SIGNAL_COUNT, SMALL_FRAME } from '../src/core/shots/signals.ts';

/** The signals of every frame of a video, by the product's own decoder, without what the network sees. */
export async function measureSignals(
  file: string,
  { keyFramesOnly = false } = {},
): Promise<{ probe: VideoProbe; signals: FrameSignals }> {
  const config = parseConfig(process.env);
  const { ffmpeg } = await findFfmpeg(config, process.env);
  const { source } = await openVideoSource(file, config, new AbortController().signal);
  const probe = await probeVideo(ffmpeg, source);
  const piece = decodePiece(ffmpeg, source, probe, {
    contextFrame: 0,
    startFrame: 0,
    endFrame: probe.frameCount,
    sampleFps: 0.01,
    keyFramesOnly,
    audio: false,
    smallFrame: SMALL_FRAME,
    inputSize: 16,
    threads: 1,
  });
  const values = new Float32Array(probe.frameCount * SIGNAL_COUNT);
  const meter = createSignalMeter();
  let count = 0;
  const measure = async () => {
    for await (const frame of piece.smallFrames) values.set(meter.push(frame), count++ * SIGNAL_COUNT);
  };
  await Promise.all([measure(), drain(piece.squareFrames), drain(piece.thumbnails), piece.ended]);
  return { probe, signals: { firstFrame: 0, count, values: values.subarray(0, count * SIGNAL_COUNT) } };
}

async function drain(pictures: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pictures) {
    // The decoder waits until every picture is taken.
  }
}
