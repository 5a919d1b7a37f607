import { Readable } from 'node:stream';
import type { DecodedPiece } from '../media/frames.ts';
import type { DetailPicture } from '../recognition/features.ts';
import { NO_SIGHTINGS } from '../recognition/sighting.ts';
import type { Watcher } from '../recognition/watcher.ts';
import type { Classifier } from '../vision/inception.ts';
import type { Sample } from './measurements.ts';
import type { createSampleCollector } from './sample-collector.ts';

/**
 * Frames that wait for the network: while it works, ffmpeg goes on until they are full. Enough to even out pictures
 * that are slow to decode, 2 MB in all, and 6 MB more where brands or products are looked for.
 */
const QUEUE_FRAMES = 8;

/** A sampled frame as the network takes it, and in the size in which things are looked for. */
export interface SampledPicture {
  /** RGB [299, 299, 3]. */
  readonly square: Uint8Array;
  readonly detail: DetailPicture | null;
}

/** Who looks at sampled frames. */
export interface Lookers {
  readonly classifiers: readonly Classifier[];
  readonly watcher: Watcher | null;
}

/**
 * Runs every network over the sampled frames, and looks for brands and products. A frame equal to the one before it, as
 * in a still or a held key frame, has the same answer and is not computed again.
 */
export async function inferFrames(
  pictures: AsyncIterable<SampledPicture>,
  frameNumbers: Generator<number>,
  lookers: Lookers,
  collector: ReturnType<typeof createSampleCollector>,
): Promise<{ framesInferred: number; wallMs: number }> {
  let framesInferred = 0;
  let wallMs = 0;
  let previous: { picture: SampledPicture; answer: Omit<Sample, 'frame'> } | null = null;
  const queue = Readable.from(pictures, { highWaterMark: QUEUE_FRAMES });
  for await (const picture of queue as AsyncIterable<SampledPicture>) {
    if (!previous || !isSame(previous.picture, picture)) {
      const startedMs = performance.now();
      previous = { picture, answer: await lookAt(picture, lookers) };
      wallMs += performance.now() - startedMs;
      framesInferred++;
    }
    const frame = frameNumbers.next();
    if (!frame.done) await collector.addInferred({ frame: frame.value, ...previous.answer });
  }
  return { framesInferred, wallMs };
}

async function lookAt(
  { square, detail }: SampledPicture,
  { classifiers, watcher }: Lookers,
): Promise<Omit<Sample, 'frame'>> {
  const scores: Float32Array[] = [];
  let embedding: Float32Array | undefined;
  for (const classifier of classifiers) {
    const answer = await classifier.infer(square, 1);
    scores.push(answer.scores[0]!);
    embedding ??= answer.embeddings[0]!;
  }
  const sightings = watcher && detail ? await watcher.look(detail) : NO_SIGHTINGS;
  return { scores, embedding: embedding!, sightings };
}

function isSame(a: SampledPicture, b: SampledPicture): boolean {
  const areEqual = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
  return areEqual(a.square, b.square) && (!a.detail || !b.detail || areEqual(a.detail.rgb, b.detail.rgb));
}

/** Pairs both sizes of each sampled frame. Copies, because the decoder fills the same arrays again while frames wait. */
export async function* pairFrames(
  { squareFrames, detailFrames }: Pick<DecodedPiece, 'squareFrames' | 'detailFrames'>,
  detailSize: { readonly width: number; readonly height: number } | null,
): AsyncGenerator<SampledPicture> {
  const details = detailFrames[Symbol.asyncIterator]();
  for await (const square of squareFrames) {
    const copy = Uint8Array.from(square);
    const detail = detailSize ? await details.next() : null;
    // What ended early ended for both: the decoder was cut off in the middle of a frame.
    if (detail?.done) return;
    yield {
      square: copy,
      detail: detail && detailSize ? { rgb: Uint8Array.from(detail.value), ...detailSize } : null,
    };
  }
}
