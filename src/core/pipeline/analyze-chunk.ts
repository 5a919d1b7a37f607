import { crc32 } from 'node:zlib';
import { ReelsightError } from '../errors.ts';
import { SIGNAL_COUNT } from '../measurements/signal-names.ts';
import { AV1_DECODERS } from '../media/codecs.ts';
import type { Ffmpeg, FfmpegResult } from '../media/ffmpeg.ts';
import { type DecodedChunk, decodeChunk, detailSize, isSampled } from '../media/frames.ts';
import type { VideoProbe } from '../media/probe.ts';
import type { VideoSource } from '../media/source.ts';
import type { ObjectStore } from '../ports.ts';
import type { Detector } from '../recognition/detector.ts';
import { CONTEXT_FRAMES, createSignalMeter, SMALL_FRAME } from '../shots/signals.ts';
import type { Classifier } from '../vision/inception.ts';
import { IMAGE_SIZE } from '../vision/manifest.ts';
import type { Chunk } from './chunk.ts';
import { inferFrames, isDetectionFrame, pairFrames } from './infer-frames.ts';
import type { Plan } from './plan.ts';
import { type ChunkRecord, openChunk } from './records.ts';
import { createSampleCollector } from './sample-collector.ts';

export interface ChunkJob {
  readonly plan: Plan;
  readonly chunk: Chunk;
  readonly source: VideoSource;
  readonly ffmpeg: Ffmpeg;
  /** In the order of `plan.models`. */
  readonly classifiers: readonly Classifier[];
  /** What to search for besides; null: no brands and no products. */
  readonly detector: Detector | null;
  readonly store: ObjectStore;
  readonly decodeThreads: number;
  readonly signal?: AbortSignal | undefined;
  /** Frames of the chunk measured so far. */
  readonly onFrames?: (count: number) => void;
}

/**
 * Measures one chunk of the video and writes what it measured to the store: the signals of every frame, what the
 * network says of the sampled frames, and the loudness when the chunk listens. Doing it twice gives the same objects.
 */
export async function analyzeChunk(job: ChunkJob): Promise<ChunkRecord> {
  const { chunk } = job;
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const chunkStore = openChunk(job.store, job.plan.id, chunk.index);
  const passes = await measureApart(job);
  const [{ signals, inference, pictures, samplePartCount }] = passes;
  const { audio, soundFault, soundAfterSeconds } = passes.at(-1)!;
  await chunkStore.putSignals(signals.values);
  if (audio) await chunkStore.putAudio(audio);
  const cpu = process.cpuUsage(cpuBefore);
  const sum = (pick: (decode: FfmpegResult) => number) => passes.reduce((total, { decode }) => total + pick(decode), 0);
  const record: ChunkRecord = {
    chunk,
    frameCount: signals.frameCount,
    contextHashes: signals.contextHashes,
    tailHashes: signals.tailHashes,
    samplePartCount,
    pictures: { firstBlock: pictures.firstBlock, counts: [...pictures.counts] },
    hasAudio: audio !== null,
    soundFault,
    soundAfterSeconds,
    pictureErrors: passes.reduce((total, { decode }) => total + countPictureErrors(decode, job.plan.probe), 0),
    // A track that failed as a whole is told of by `soundFault`.
    isDamaged: passes.some(
      ({ hasFrames, decode }) =>
        (hasFrames || decode.exitCode === 0) && (decode.errors.length > 0 || decode.exitCode !== 0),
    ),
    lostOnly: passes.every(
      ({ decode }) => decode.exitCode === 0 && [...decode.errorCounts.values()].every((n) => n === 0),
    ),
    usage: {
      wallMs: Math.round(performance.now() - startedMs),
      decodeCpuMs: sum(({ cpuMs }) => cpuMs),
      inferenceWallMs: Math.round(inference.wallMs),
      processCpuMs: Math.round((cpu.user + cpu.system) / 1000),
      framesDecoded: signals.frameCount + signals.contextHashes.length,
      framesInferred: inference.framesInferred,
      bytesRead: sum(({ bytesRead }) => bytesRead),
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    },
  };
  await chunkStore.putRecord(record);
  return record;
}

const countPictureErrors = ({ errorCounts }: FfmpegResult, { videoCodec }: VideoProbe): number =>
  (videoCodec === 'av1' ? AV1_DECODERS : [videoCodec]).reduce(
    (sum, component) => sum + (errorCounts.get(component) ?? 0),
    0,
  );

/**
 * Measures pictures and sound in one pass or, where ffmpeg fails at that, each by itself, as separate chunks do: a track
 * that cannot be decoded must not take the other with it. The first pass has the pictures, the last the sound.
 */
async function measureApart(job: ChunkJob): Promise<[Pass, ...Pass[]]> {
  const { chunk } = job;
  const hasFrames = chunk.endFrame > chunk.startFrame;
  const together = await measure(job, { ...chunk });
  if (!hasFrames || !chunk.audio || together.decode.exitCode === 0) return [together];
  return [
    await measure(job, { ...chunk, audio: false }),
    await measure(job, { ...chunk, startFrame: chunk.endFrame, audio: true }),
  ];
}

type Pass = Awaited<ReturnType<typeof measure>>;

/** One pass of ffmpeg over what `chunk` asks for. */
async function measure(job: ChunkJob, chunk: Chunk) {
  const { plan, signal } = job;
  const hasFrames = chunk.endFrame > chunk.startFrame;
  const contextFrame = hasFrames ? Math.max(plan.part.startFrame, chunk.startFrame - CONTEXT_FRAMES) : chunk.endFrame;
  const decoded = decodeChunk(
    job.ffmpeg,
    job.source,
    plan.probe,
    {
      contextFrame,
      part: plan.part,
      startFrame: chunk.startFrame,
      endFrame: chunk.endFrame,
      sampleFps: plan.options.sampleFps,
      keyFramesOnly: plan.options.preset === 'fast',
      audio: chunk.audio,
      smallFrame: SMALL_FRAME,
      inputSize: IMAGE_SIZE,
      detail: job.detector !== null,
      threads: job.decodeThreads,
    },
    signal,
  );
  const chunkStore = openChunk(job.store, plan.id, chunk.index);
  const collector = createSampleCollector(async (part, samples, pictures) => {
    await chunkStore.putSamples(part, samples);
    await chunkStore.putPictures(part, pictures);
  });
  const readers = [
    measureSignals(decoded, chunk, contextFrame, job.onFrames),
    inferFrames(
      pairFrames(decoded, job.detector ? detailSize(plan.probe) : null),
      sampledFrames(plan, chunk),
      {
        classifiers: job.classifiers,
        detector: job.detector,
        isDetectionFrame: (frame) =>
          isDetectionFrame(frame - plan.part.startFrame, plan.options.sampleFps, plan.probe.frameRate),
      },
      collector,
    ),
    decoded.pictures,
    decoded.audio,
    decoded.soundAfterSeconds,
    decoded.ended,
    collectThumbnails(decoded, collector),
  ] as const;
  try {
    const [signals, inference, pictures, sound, soundAfterSeconds, decode] = await Promise.all(readers);
    const samplePartCount = await collector.finish();
    // What came before a failure may be a part only.
    const reading = decode.exitCode === 0 ? sound : null;
    const wasListening = chunk.audio && plan.probe.audioStream !== null;
    const soundFault = wasListening && reading === null ? 'not-decodable' : (reading?.fault ?? null);
    const audio = reading?.sound ?? null;
    return { hasFrames, signals, inference, pictures, samplePartCount, audio, soundFault, soundAfterSeconds, decode };
  } catch (error) {
    decoded.kill();
    // What they still write must not reach a store that the caller has removed.
    await Promise.allSettled(readers);
    throw error;
  }
}

/** The frames that the decoder will sample, by the same rule. */
function* sampledFrames(plan: Plan, { startFrame, endFrame }: Chunk): Generator<number> {
  for (let frame = startFrame; frame < endFrame; frame++)
    if (isSampled(frame - plan.part.startFrame, plan.options.sampleFps, plan.probe.frameRate)) yield frame;
}

async function measureSignals(
  decoded: DecodedChunk,
  chunk: Chunk,
  contextFrame: number,
  onFrames: ((count: number) => void) | undefined,
) {
  const meter = createSignalMeter();
  const values = new Float32Array((chunk.endFrame - chunk.startFrame) * SIGNAL_COUNT);
  const hashes: number[] = [];
  let frame = contextFrame;
  for await (const smallFrame of decoded.smallFrames) {
    if (frame >= chunk.endFrame)
      throw new ReelsightError(
        'internal',
        `The decoder gave more frames than the ${chunk.endFrame - contextFrame} asked for.`,
      );
    const row = meter.push(smallFrame);
    hashes.push(crc32(smallFrame));
    if (frame >= chunk.startFrame) {
      values.set(row, (frame - chunk.startFrame) * SIGNAL_COUNT);
      onFrames?.(frame - chunk.startFrame + 1);
    }
    frame++;
  }
  const contextCount = Math.min(hashes.length, chunk.startFrame - contextFrame);
  const frameCount = Math.max(0, frame - chunk.startFrame);
  return {
    frameCount,
    values: values.subarray(0, frameCount * SIGNAL_COUNT),
    contextHashes: hashes.slice(0, contextCount),
    tailHashes: hashes.slice(contextCount).slice(-CONTEXT_FRAMES),
  };
}

async function collectThumbnails(
  decoded: DecodedChunk,
  collector: ReturnType<typeof createSampleCollector>,
): Promise<void> {
  for await (const jpeg of decoded.thumbnails) await collector.addThumbnail(jpeg);
}
