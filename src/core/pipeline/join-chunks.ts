import { ReelsightError } from '../errors.ts';
import type { FrameSignals } from '../measurements/frame-signals.ts';
import type { Sample, SamplePicture } from '../measurements/samples.ts';
import { SIGNAL_COUNT } from '../measurements/signal-names.ts';
import type { SoundMeasurement } from '../measurements/sound-measurement.ts';
import type { ObjectStore } from '../ports.ts';
import { type ChunkRecord, openChunk } from './records.ts';

/**
 * Why the chunks do not make one video, or null when they do. Each worker decoded some frames before its chunk; its
 * neighbour must have seen the very same ones there. A decoder that could not start cleanly in the middle (no real key
 * frames, damage, wrong time stamps) shows itself here.
 */
export function findChunkMismatch(records: readonly ChunkRecord[]): string | null {
  const filled = records.filter(({ chunk }) => chunk.endFrame > chunk.startFrame);
  if (filled.length < 2) return null;
  if (filled.some(({ isDamaged }) => isDamaged)) return 'the decoder met damage';
  for (const [i, record] of filled.entries()) {
    const next = filled[i + 1];
    if (!next) break;
    const isShort = record.frameCount < record.chunk.endFrame - record.chunk.startFrame;
    if (isShort && next.frameCount > 0) return `frames are missing before frame ${next.chunk.startFrame}`;
    if (isShort) continue;
    const overlap = Math.min(record.tailHashes.length, next.contextHashes.length);
    const before = record.tailHashes.slice(record.tailHashes.length - overlap);
    const context = next.contextHashes.slice(next.contextHashes.length - overlap);
    if (overlap === 0 && next.frameCount > 0) return `the chunk from frame ${next.chunk.startFrame} has no context`;
    if (before.some((hash, k) => hash !== context[k]))
      return `two workers saw different frames before frame ${next.chunk.startFrame}`;
  }
  return null;
}

export interface JoinedMeasurements {
  readonly signals: FrameSignals;
  readonly audio: SoundMeasurement | null;
  /** In frame order; read from the store chunk by chunk, again at each iteration. */
  samples(): AsyncGenerator<Sample>;
  /** The pictures of these frames that there are, in frame order. */
  pictures(frames: ReadonlySet<number>): AsyncGenerator<SamplePicture>;
}

/**
 * Joins what the workers measured of a part; its first frame becomes frame 0. Errors: kind `decode` when not a single
 * frame was measured.
 */
export async function joinChunks(
  store: ObjectStore,
  analysisId: string,
  records: readonly ChunkRecord[],
  firstFrame = 0,
): Promise<JoinedMeasurements> {
  const count = records.reduce((sum, { frameCount }) => sum + frameCount, 0);
  if (count === 0) throw new ReelsightError('decode', 'No frame of the video could be decoded.');
  const values = new Float32Array(count * SIGNAL_COUNT);
  let offset = 0;
  let audio: SoundMeasurement | null = null;
  for (const { chunk, hasAudio, frameCount } of records) {
    const chunkStore = openChunk(store, analysisId, chunk.index);
    const part = await chunkStore.getSignals();
    if (part.length !== frameCount * SIGNAL_COUNT)
      throw new ReelsightError(
        'storage',
        `The measurements of chunk ${chunk.index} are not whole: ${part.length} numbers, not ${frameCount * SIGNAL_COUNT}.`,
        { retryable: true },
      );
    values.set(part, offset);
    offset += part.length;
    if (hasAudio) audio = await chunkStore.getAudio();
  }
  return {
    signals: { firstFrame: 0, count, values },
    audio,
    async *samples() {
      for (const { chunkStore, part } of parts())
        for (const sample of await chunkStore.getSamples(part)) {
          const frame = sample.frame - firstFrame;
          if (frame < count) yield { ...sample, frame };
        }
    },
    async *pictures(frames) {
      for (const { chunkStore, part } of parts())
        for (const picture of await chunkStore.getPictures(part)) {
          const frame = picture.frame - firstFrame;
          if (frames.has(frame)) yield { ...picture, frame };
        }
    },
  };

  function* parts() {
    for (const { chunk, samplePartCount } of records) {
      const chunkStore = openChunk(store, analysisId, chunk.index);
      for (let part = 0; part < samplePartCount; part++) yield { chunkStore, part };
    }
  }
}
