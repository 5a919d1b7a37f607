import test from 'ava';
import type { Sample, SamplePicture } from '../../../src/core/measurements/samples.ts';
import { SIGNAL_COUNT } from '../../../src/core/measurements/signal-names.ts';
import { findChunkMismatch, joinChunks } from '../../../src/core/pipeline/join-chunks.ts';
import { type ChunkRecord, openChunk } from '../../../src/core/pipeline/records.ts';
import { createMemoryStore } from '../../helpers/memory-store.ts';

const record = (index: number, startFrame: number, endFrame: number, more: Partial<ChunkRecord> = {}): ChunkRecord => ({
  chunk: { index, startFrame, endFrame, audio: false },
  frameCount: endFrame - startFrame,
  contextHashes: startFrame === 0 ? [] : [startFrame - 2, startFrame - 1],
  tailHashes: [endFrame - 3, endFrame - 2, endFrame - 1],
  samplePartCount: 0,
  pictures: { firstBlock: 0, counts: [] },
  hasAudio: false,
  pictureErrors: 0,
  soundFault: null,
  soundAfterSeconds: 0,
  isDamaged: false,
  lostOnly: true,
  usage: {
    wallMs: 1,
    decodeCpuMs: 1,
    inferenceWallMs: 1,
    processCpuMs: 1,
    framesDecoded: endFrame - startFrame,
    framesInferred: 0,
    bytesRead: 0,
    peakMemoryBytes: 0,
  },
  ...more,
});

test('chunks that saw the same frames where they meet join', (t) => {
  t.is(findChunkMismatch([record(0, 0, 10), record(1, 10, 20), record(2, 20, 25)]), null);
  t.is(findChunkMismatch([record(0, 0, 10)]), null);
});

test('other frames where two chunks meet are found', (t) => {
  const fault = findChunkMismatch([record(0, 0, 10), record(1, 10, 20, { contextHashes: [8, 999] })]);
  t.regex(fault!, /different frames before frame 10/);
});

test('frames that are missing in the middle are found, at the end they are the end', (t) => {
  const short = record(0, 0, 10, { frameCount: 7 });
  t.regex(findChunkMismatch([short, record(1, 10, 20)])!, /missing before frame 10/);
  const empty = record(1, 10, 20, { frameCount: 0, contextHashes: [], tailHashes: [] });
  t.is(findChunkMismatch([short, empty]), null);
});

test('a chunk that could not decode its context is found', (t) => {
  t.regex(findChunkMismatch([record(0, 0, 10), record(1, 10, 20, { contextHashes: [] })])!, /no context/);
});

test('damage asks for one chunk, unless it is one', (t) => {
  const damaged = record(0, 0, 10, { isDamaged: true });
  t.is(findChunkMismatch([damaged]), null);
  t.regex(findChunkMismatch([damaged, record(1, 10, 20)])!, /damage/);
});

test('measurements come back from the store as they went in', async (t) => {
  const store = createMemoryStore();
  const sample = (frame: number): Sample => ({
    frame,
    scores: [Float32Array.of(0.25, 0.75)],
    embedding: Float32Array.of(frame, 0.1, -3e7),
    detections: {
      brands: [{ item: 1, confidence: 0.5, inliers: 9, box: [0, 0.25, 1, 0.5] }],
      products: [],
    },
  });
  const picture = (frame: number) => ({ frame, thumbnail: Uint8Array.of(255, 216, frame) });
  const values = (from: number, to: number) =>
    Float32Array.from({ length: (to - from) * SIGNAL_COUNT }, (_, i) => from + i / 7);
  for (const [index, from, to] of [
    [0, 0, 3],
    [1, 3, 5],
  ] as const) {
    const chunk = openChunk(store, 'id', index);
    await chunk.putSignals(values(from, to));
    await chunk.putSamples(0, [sample(from), sample(from + 1)]);
    await chunk.putPictures(0, [picture(from), picture(from + 1)]);
  }
  const sound = {
    windowSeconds: 0.1,
    startSeconds: 0,
    levelsDb: Float32Array.of(-20, -120),
    stepsDb: Float32Array.of(-20, -20, -20, -20, -20, -120, -120, -120, -120, -120),
    lufs: Float32Array.of(-17.5, -120),
    truePeakDb: -3.25,
  };
  await openChunk(store, 'id', 1).putAudio(sound);
  const joined = await joinChunks(store, 'id', [
    record(0, 0, 3, { samplePartCount: 1 }),
    record(1, 3, 5, { samplePartCount: 1, hasAudio: true }),
  ]);
  t.is(joined.signals.count, 5);
  t.deepEqual(joined.signals.values, Float32Array.from([...values(0, 3), ...values(3, 5)]));
  t.deepEqual(joined.audio, sound);
  const samples: Sample[] = [];
  for await (const each of joined.samples()) samples.push(each);
  t.deepEqual(samples, [sample(0), sample(1), sample(3), sample(4)]);
  const pictures: SamplePicture[] = [];
  for await (const { frame, thumbnail } of joined.pictures(new Set([1, 3, 9])))
    pictures.push({ frame, thumbnail: Uint8Array.from(thumbnail) });
  t.deepEqual(pictures, [picture(1), picture(3)]);
});

test('a record survives its JSON', async (t) => {
  const store = createMemoryStore();
  await openChunk(store, 'id', 7).putRecord(record(7, 0, 10));
  t.deepEqual(await openChunk(store, 'id', 7).getRecord(), record(7, 0, 10));
});

test('measurements that are not whole are refused', async (t) => {
  const store = createMemoryStore();
  await openChunk(store, 'id', 0).putSignals(new Float32Array(9 * SIGNAL_COUNT));
  await t.throwsAsync(joinChunks(store, 'id', [record(0, 0, 10)]), { message: /chunk 0 are not whole/ });
});
