import { Readable } from 'node:stream';
import { NO_SIGHTINGS } from '../recognition/sighting.ts';
import type { Classifier } from '../vision/inception.ts';
import type { Sample } from './measurements.ts';
import type { createSampleCollector } from './sample-collector.ts';

/**
 * Frames that wait for the network: while it works, ffmpeg goes on until they are full. Enough to even out pictures
 * that are slow to decode, 2 MB in all.
 */
const QUEUE_FRAMES = 8;

/**
 * Runs every network over the sampled frames. A frame equal to the one before it, as in a still or a held key frame,
 * has the same answer and is not computed again.
 */
export async function inferFrames(
  squareFrames: AsyncIterable<Uint8Array>,
  frameNumbers: Generator<number>,
  classifiers: readonly Classifier[],
  collector: ReturnType<typeof createSampleCollector>,
): Promise<{ framesInferred: number; wallMs: number }> {
  let framesInferred = 0;
  let wallMs = 0;
  let previous: { pixels: Uint8Array; answer: Pick<Sample, 'scores' | 'embedding'> } | null = null;
  const queue = Readable.from(copyEach(squareFrames), { highWaterMark: QUEUE_FRAMES });
  for await (const pixels of queue as AsyncIterable<Uint8Array>) {
    if (!previous || Buffer.compare(previous.pixels, pixels) !== 0) {
      const startedMs = performance.now();
      const scores: Float32Array[] = [];
      let embedding: Float32Array | undefined;
      for (const classifier of classifiers) {
        const answer = await classifier.infer(pixels, 1);
        scores.push(answer.scores[0]!);
        embedding ??= answer.embeddings[0]!;
      }
      wallMs += performance.now() - startedMs;
      framesInferred++;
      previous = { pixels, answer: { scores, embedding: embedding! } };
    }
    const frame = frameNumbers.next();
    if (!frame.done) await collector.addInferred({ frame: frame.value, ...previous.answer, sightings: NO_SIGHTINGS });
  }
  return { framesInferred, wallMs };
}

/** Copies, because the decoder fills the same array again while the frame waits. */
async function* copyEach(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const frame of frames) yield Uint8Array.from(frame);
}
