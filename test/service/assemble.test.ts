import test from 'ava';
import {
  type ChunkRecord,
  openChunk,
  type Plan,
  planAnalysis,
  resolveOptions,
  type VideoProbe,
} from '../../src/core/index.ts';
import type { AssembleContext } from '../../src/service/index.ts';
import { keysOf } from '../../src/service/keys.ts';
import { assembleStep } from '../../src/service/steps/assemble.ts';
import { KNOWLEDGE, MODELS } from '../helpers/fake-cloud.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';

const PROBE: VideoProbe = {
  demuxer: 'mov',
  videoStream: 0,
  audioStream: null,
  videoCodec: 'h264',
  audioCodec: null,
  audioLayout: null,
  width: 320,
  height: 180,
  displayWidth: 320,
  displayHeight: 180,
  rotationDegrees: 0,
  isHdr: false,
  timeBase: { numerator: 1, denominator: 25 },
  firstPts: 0,
  frameRate: { numerator: 25, denominator: 1 },
  containerStartSeconds: 0,
  startSeconds: 0,
  frameCount: 200,
  canBeCut: true,
  hasTimeJumps: false,
  declaredSeconds: 8,
};

const USAGE = {
  ...{ wallMs: 1, decodeCpuMs: 1, inferenceWallMs: 1, processCpuMs: 1 },
  ...{ framesDecoded: 1, framesInferred: 1, bytesRead: 1, peakMemoryBytes: 1 },
};

/** An analysis whose two chunks were measured by workers that saw different frames at the seam. */
async function openUnjoinable() {
  const store = createMemoryStore();
  const source = { url: 'file:/x', protocols: [], name: 'x.mp4', sizeBytes: 1, fingerprint: 'f' };
  const options = resolveOptions({});
  const plan: Plan = planAnalysis({ source, probe: PROBE, options, knowledge: KNOWLEDGE, chunkSeconds: 4 });
  const run = { id: plan.id, attempt: 1 };
  const keys = keysOf(plan.id);
  const write = (key: string, value: unknown) => store.put(key, Buffer.from(JSON.stringify(value)));
  const time = new Date().toISOString();
  const video = { uri: 's3://b/videos/x.mp4', name: 'x.mp4', sizeBytes: 1, version: '"1"', fingerprint: 'f' };
  await write(keys.request, { ...run, video, options, ...KNOWLEDGE, createdAt: time });
  await write(keys.plan, { ...plan, fault: null });
  await write(keys.run(1), { ...run, plannedAt: time, concurrency: 4, notes: [] });
  for (const chunk of plan.chunks) {
    const record: ChunkRecord = {
      ...{ chunk, frameCount: 100, samplePartCount: 0, hasAudio: false, isDamaged: false, usage: USAGE },
      contextHashes: [chunk.index],
      tailHashes: [7],
    };
    await openChunk(store, plan.id, chunk.index).putRecord(record);
  }
  const context: AssembleContext = {
    store,
    billing: { memoryMb: 1024, priceOf: () => 0 },
    models: MODELS,
    shippedHeads: [],
    engine: 'test',
  };
  return { run, keys, store, context };
}

test('pieces that do not join are measured again as one, however often that is found out', async (t) => {
  const { run, keys, store, context } = await openUnjoinable();
  const event = { ...run, itemsKey: keys.items(1) };
  const order = await assembleStep(event, context);
  t.like(order, { next: 'measure', itemsKey: keys.items(1, 'whole') });
  const read = async (key: string) => JSON.parse(Buffer.from(await store.get(key)).toString());
  t.deepEqual(await read(order.itemsKey), [{ ...run, index: 2 }]);
  t.regex((await read(keys.plan)).fault, /different frames/);
  // The answer was lost, so the engine asks again.
  t.deepEqual(await assembleStep(event, context), order);
  // After that was measured, a chunk that is not there is lost.
  await t.throwsAsync(assembleStep(order, context), { message: /Chunks are lost: 2 \(frames 0 to 200\)/ });
});

test('a function with other networks decides nothing', async (t) => {
  const { run, keys, context } = await openUnjoinable();
  const models = context.models.map((model) => ({ ...model, sha256: 'b'.repeat(64) }));
  await t.throwsAsync(assembleStep({ ...run, itemsKey: keys.items(1) }, { ...context, models }), {
    message: /other networks/,
  });
});

test('an attempt that another has taken the place of is over', async (t) => {
  const { run, keys, context } = await openUnjoinable();
  await t.throwsAsync(assembleStep({ ...run, attempt: 2, itemsKey: keys.items(2) }, context), {
    message: /is over: attempt 1 has taken its place/,
  });
});
