import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openVideoSource } from '../../src/adapters/local/video/video-source.ts';
import { decodeChunk, parseConfig, probeVideo, type VideoProbe } from '../../src/core/index.ts';
import type { FrameSignals } from '../../src/core/measurements/frame-signals.ts';
import { SIGNAL_COUNT, SIGNALS } from '../../src/core/measurements/signal-names.ts';
import { createSignalMeter, SMALL_FRAME } from '../../src/core/shots/signals.ts';

import { openFfmpeg } from './open.ts';

interface Measured {
  readonly probe: VideoProbe;
  readonly signals: FrameSignals;
  /** Of decoding, small frames included, and of measuring these; 0 for what came out of the cache. */
  readonly decodeCpuSeconds: number;
  readonly signalCpuSeconds: number;
}

/**
 * The signals of every frame of a video, by the product's own decoder, without what the network sees. With a cache
 * folder a video is measured once, as long as it and the list of signals stay what they are.
 */
export async function measureSignals(
  file: string,
  { keyFramesOnly = false, cacheFolder }: { keyFramesOnly?: boolean; cacheFolder?: string | undefined } = {},
): Promise<Measured> {
  const { size, mtimeMs } = statSync(file);
  const identity = JSON.stringify([file, size, mtimeMs, keyFramesOnly, SIGNALS]);
  const cached = cacheFolder && join(cacheFolder, createHash('sha256').update(identity).digest('hex').slice(0, 24));
  if (cached && existsSync(`${cached}.json`)) {
    const bytes = readFileSync(`${cached}.f32`);
    const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    const signals = { firstFrame: 0, count: values.length / SIGNAL_COUNT, values };
    const probe = JSON.parse(readFileSync(`${cached}.json`, 'utf8'));
    return { probe, signals, decodeCpuSeconds: 0, signalCpuSeconds: 0 };
  }
  const measured = await measure(file, keyFramesOnly);
  if (cached && cacheFolder) {
    mkdirSync(cacheFolder, { recursive: true });
    const { values } = measured.signals;
    writeFileSync(`${cached}.f32`, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    writeFileSync(`${cached}.json`, JSON.stringify(measured.probe));
  }
  return measured;
}

async function measure(file: string, keyFramesOnly: boolean): Promise<Measured> {
  const ffmpeg = await openFfmpeg();
  const { source } = await openVideoSource(file, parseConfig(process.env), new AbortController().signal);
  const probe = await probeVideo(ffmpeg, source);
  const chunk = decodeChunk(ffmpeg, source, probe, {
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
  const before = process.cpuUsage();
  const measureFrames = async () => {
    for await (const frame of chunk.smallFrames) values.set(meter.push(frame), count++ * SIGNAL_COUNT);
  };
  const [, , , { cpuMs }] = await Promise.all([
    measureFrames(),
    drain(chunk.squareFrames),
    drain(chunk.thumbnails),
    chunk.ended,
  ]);
  const { user, system } = process.cpuUsage(before);
  return {
    probe,
    signals: { firstFrame: 0, count, values: values.slice(0, count * SIGNAL_COUNT) },
    decodeCpuSeconds: cpuMs / 1000,
    signalCpuSeconds: (user + system) / 1e6,
  };
}

async function drain(pictures: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pictures) {
    // The decoder waits until every picture is taken.
  }
}
