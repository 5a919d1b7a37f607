import { readdir } from 'node:fs/promises';
import { openVideoSource } from '../../src/adapters/local/video/video-source.ts';
import {
  decodeChunk,
  type Ffmpeg,
  parseConfig,
  probeVideo,
  ReelsightError,
  type VideoSource,
} from '../../src/core/index.ts';
import { type VideoProbe, videoProbeSchema } from '../../src/core/media/probe.ts';
import { SMALL_FRAME } from '../../src/core/shots/signals.ts';
import { listChildren, watchChildren } from './watch.ts';

/** `crashed`: ffmpeg was ended by a signal, and the file was refused for it, as it should be. */
export type Outcome = 'read' | 'refused' | 'crashed' | 'failed';

export interface Verdict {
  readonly outcome: Outcome;
  /** What was said of the file; empty where it was read. */
  readonly message: string;
}

export interface Attempt extends Verdict {
  readonly seconds: number;
  readonly peakMb: number;
}

export interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
}

/**
 * Reads a file as the product does: looks at its first bytes, probes it, and decodes all of it. `workFolder` is where the
 * process works and keeps temporary files; it is to be empty afterwards. Never throws.
 */
export async function attempt(ffmpeg: Ffmpeg, path: string, workFolder: string, limits: Limits): Promise<Attempt> {
  const started = performance.now();
  const control = new AbortController();
  const stop = (reason: string) => control.abort(new Error(reason));
  const timer = setTimeout(() => stop(`took more than ${limits.seconds} s`), limits.seconds * 1000);
  const watch = watchChildren(ffmpeg, (megabytes) => {
    if (megabytes > limits.megabytes) stop(`took more than ${limits.megabytes} MB`);
  });
  let verdict: Verdict;
  try {
    verdict = await readVideo(ffmpeg, path, control.signal).then(
      (): Verdict => ({ outcome: 'read', message: '' }),
      judge,
    );
  } finally {
    clearTimeout(timer);
    watch.stop();
  }
  const broken = control.signal.aborted
    ? (control.signal.reason as Error).message
    : listChildren(ffmpeg).length > 0
      ? 'left an ffmpeg running'
      : (await readdir(workFolder)).length > 0
        ? `left files behind: ${(await readdir(workFolder)).join(', ')}`
        : null;
  if (broken) verdict = { outcome: 'failed', message: broken };
  return { ...verdict, seconds: (performance.now() - started) / 1000, peakMb: watch.peakMb() };
}

/** What an error is: a file may be refused, in words; anything else is a fault of ours. */
export function judge(error: unknown): Verdict {
  if (!(error instanceof ReelsightError))
    return { outcome: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { kind, message } = error;
  if (kind !== 'input' && kind !== 'decode') return { outcome: 'failed', message: `[${kind}] ${message}` };
  return { outcome: /crashed \(|was ended by SIG/.test(message) ? 'crashed' : 'refused', message };
}

async function readVideo(ffmpeg: Ffmpeg, path: string, signal: AbortSignal): Promise<void> {
  const { source } = await openVideoSource(path, parseConfig({}), signal);
  const probed = await probeVideo(ffmpeg, source, signal);
  // It travels to workers as JSON, in which what is not a number becomes null.
  const probe = videoProbeSchema.parse(JSON.parse(JSON.stringify(probed)));
  if ((await decode(ffmpeg, source, probe, ['pictures', 'sound'], signal)) === 0) return;
  // Where ffmpeg fails at both, the product decodes each by itself.
  await decode(ffmpeg, source, probe, ['pictures'], signal);
  await decode(ffmpeg, source, probe, ['sound'], signal);
}

async function decode(
  ffmpeg: Ffmpeg,
  source: VideoSource,
  probe: VideoProbe,
  tracks: readonly ('pictures' | 'sound')[],
  signal: AbortSignal,
): Promise<number> {
  const startFrame = tracks.includes('pictures') ? 0 : probe.frameCount;
  const decoded = decodeChunk(
    ffmpeg,
    source,
    probe,
    {
      ...{ contextFrame: startFrame, startFrame, endFrame: probe.frameCount, sampleFps: 2, keyFramesOnly: false },
      ...{ audio: tracks.includes('sound'), smallFrame: SMALL_FRAME, inputSize: 32, detail: true, threads: 1 },
    },
    signal,
  );
  const readers = [
    count(decoded.smallFrames),
    ...[decoded.squareFrames, decoded.thumbnails, decoded.detailFrames].map(count),
    ...[decoded.pictures, decoded.audio, decoded.soundAfterSeconds],
  ] as const;
  try {
    const [[frames], { exitCode }] = await Promise.all([Promise.all(readers), decoded.ended]);
    if (frames > probe.frameCount) throw new Error(`gave ${frames} frames where ${probe.frameCount} were asked for`);
    return exitCode;
  } catch (error) {
    decoded.kill();
    await Promise.allSettled([...readers, decoded.ended]);
    throw error;
  }
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of items) total++;
  return total;
}
