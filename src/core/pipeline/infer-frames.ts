import { Readable } from 'node:stream';
import type { DetailPicture } from '../measurements/detail-picture.ts';
import type { FrameDetections } from '../measurements/detections.ts';
import type { Sample } from '../measurements/samples.ts';
import type { Rational } from '../measurements/timecode.ts';
import type { DecodedChunk } from '../media/frames.ts';
import type { Detector } from '../recognition/detector.ts';
import type { Classifier } from '../vision/inception.ts';
import type { createSampleCollector } from './sample-collector.ts';

/**
 * Frames that wait for the network: while it works, ffmpeg goes on until they are full. Enough to even out pictures
 * that are slow to decode, 2 MB in all, and 6 MB more where brands or products are detected.
 */
const QUEUE_FRAMES = 8;

/** A sampled frame as the network takes it, and in the size in which things are detected. */
export interface SampledPicture {
  /** RGB [299, 299, 3]. */
  readonly square: Uint8Array;
  readonly detail: DetailPicture | null;
}

/** What analyses sampled frames. */
export interface FrameAnalyzers {
  readonly classifiers: readonly Classifier[];
  readonly detector: Detector | null;
  /** Whether brands and products are detected in this frame; see `isDetectionFrame`. */
  readonly isDetectionFrame: (frame: number) => boolean;
}

/**
 * Frames a second in which brands and products are detected, where more are sampled: one costs more than the network.
 */
const DETECTION_FPS = 1;

/**
 * Whether brands and products are detected in a sampled frame: every so many samples from the video's first on, so
 * that it does not matter where the video was cut.
 */
export function isDetectionFrame(frame: number, sampleFps: number, { numerator, denominator }: Rational): boolean {
  const sample = Math.floor((frame * sampleFps * denominator) / numerator);
  return sample % Math.max(1, Math.floor(sampleFps / DETECTION_FPS)) === 0;
}

/**
 * Runs every network over the sampled frames, and detects brands and products. A frame equal to the one before it, as
 * in a still or a held key frame, has the same answer and is not computed again.
 */
export async function inferFrames(
  pictures: AsyncIterable<SampledPicture>,
  frameNumbers: Generator<number>,
  analyzers: FrameAnalyzers,
  collector: ReturnType<typeof createSampleCollector>,
): Promise<{ framesInferred: number; wallMs: number }> {
  let framesInferred = 0;
  let wallMs = 0;
  let previous: { picture: SampledPicture; answer: Answer; detections: FrameDetections | null } | null = null;
  for await (const picture of pictures) {
    const frame = frameNumbers.next();
    if (frame.done) continue;
    const startedMs = performance.now();
    if (!previous || !isSame(previous.picture, picture)) {
      previous = { picture, answer: await classify(picture, analyzers.classifiers), detections: null };
      framesInferred++;
    }
    const isDetecting = analyzers.isDetectionFrame(frame.value);
    if (isDetecting && analyzers.detector && picture.detail)
      previous.detections ??= await analyzers.detector.detect(picture.detail);
    wallMs += performance.now() - startedMs;
    const detections = isDetecting ? previous.detections : null;
    await collector.addInferred({ frame: frame.value, ...previous.answer, detections });
  }
  return { framesInferred, wallMs };
}

type Answer = Pick<Sample, 'scores' | 'embedding'>;

async function classify({ square }: SampledPicture, classifiers: readonly Classifier[]): Promise<Answer> {
  const scores: Float32Array[] = [];
  let embedding: Float32Array | undefined;
  for (const classifier of classifiers) {
    const answer = await classifier.infer(square, 1);
    scores.push(answer.scores[0]!);
    embedding ??= answer.embeddings[0]!;
  }
  return { scores, embedding: embedding! };
}

function isSame(a: SampledPicture, b: SampledPicture): boolean {
  const areEqual = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
  return areEqual(a.square, b.square) && (!a.detail || !b.detail || areEqual(a.detail.rgb, b.detail.rgb));
}

/**
 * Pairs both sizes of each sampled frame. Both are read at once: ffmpeg keeps the end of a frame back until it has more to
 * write, and who waited for one size alone would wait for ever.
 */
export async function* pairFrames(
  { squareFrames, detailFrames }: Pick<DecodedChunk, 'squareFrames' | 'detailFrames'>,
  detailSize: { readonly width: number; readonly height: number } | null,
): AsyncGenerator<SampledPicture> {
  const squares = queueCopies(squareFrames);
  if (!detailSize) {
    for await (const square of squares) yield { square, detail: null };
    return;
  }
  const details = queueCopies(detailFrames);
  try {
    for (;;) {
      const [square, detail] = await Promise.all([squares.next(), details.next()]);
      // What ended early ended for both: the decoder was cut off in the middle of a frame.
      if (square.done || detail.done) return;
      yield { square: square.value, detail: { rgb: detail.value, ...detailSize } };
    }
  } finally {
    await Promise.all([squares.return?.(), details.return?.()]);
  }
}

/** Reads ahead. Copies, because the decoder fills the same array again while frames wait. */
function queueCopies(frames: AsyncIterable<Uint8Array>): AsyncIterableIterator<Uint8Array> {
  const copies = async function* () {
    for await (const frame of frames) yield Uint8Array.from(frame);
  };
  return Readable.from(copies(), { highWaterMark: QUEUE_FRAMES })[Symbol.asyncIterator]();
}
