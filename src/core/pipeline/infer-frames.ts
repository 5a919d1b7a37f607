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
  for await (const picture of pictures) {
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

/**
 * Pairs both sizes of each sampled frame. Both are read at once: ffmpeg keeps the end of a frame back until it has more to
 * write, and who waited for one size alone would wait for ever.
 */
export async function* pairFrames(
  { squareFrames, detailFrames }: Pick<DecodedPiece, 'squareFrames' | 'detailFrames'>,
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
