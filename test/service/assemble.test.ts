import test from 'ava';
import { encodeDense } from '../../src/core/heads/dense.ts';
import {
  type ChunkRecord,
  openChunk,
  type Plan,
  planAnalysis,
  type ReelsightError,
  resolveOptions,
  type VideoProbe,
} from '../../src/core/index.ts';
import type { AssembleContext } from '../../src/service/index.ts';
import { keysOf } from '../../src/service/keys.ts';
import { assembleStep } from '../../src/service/steps/assemble.ts';
import { INPUTS, MODELS } from '../helpers/fake-cloud.ts';
import { bytesOf, createHeadFile } from '../helpers/heads.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';

const PROBE: VideoProbe = {
  demuxer: 'mov',
  videoStream: 0,
  audioStream: null,
  videoCodec: 'h264',
  audioCodec: null,
  audioLayout: null,
  startTimecode: null,
  startTimecodeRate: null,
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
  pictureBlocks: { frames: 25, counts: Array.from({ length: 8 }, () => 25), keyCounts: null },
  isSplittable: true,
  ignoresRotation: false,
  clock: 'file',
  pictureDelaySeconds: 0,
  leaps: [],
  choices: [],
  declaredSeconds: 8,
};

const USAGE = {
  ...{ wallMs: 1, decodeCpuMs: 1, inferenceWallMs: 1, processCpuMs: 1 },
  ...{ framesDecoded: 1, framesInferred: 1, bytesRead: 1, peakMemoryBytes: 1 },
};

/**
 * An analysis whose two chunks were measured, by default by workers that saw different frames where two chunks meet.
 */
async function openMeasured({ inputs = INPUTS, joins = false } = {}) {
  const store = createMemoryStore();
  const source = { url: 'file:/x', protocols: [], name: 'x.mp4', sizeBytes: 1, fingerprint: 'f' };
  const options = resolveOptions({});
  const plan: Plan = planAnalysis({ source, probe: PROBE, options, inputs, chunkSeconds: 4 });
  const run = { id: plan.id, attempt: 1 };
  const keys = keysOf(plan.id);
  const write = (key: string, value: unknown) => store.put(key, Buffer.from(JSON.stringify(value)));
  const time = new Date().toISOString();
  const video = { uri: 's3://b/videos/x.mp4', name: 'x.mp4', sizeBytes: 1, version: '"1"', fingerprint: 'f' };
  await write(keys.request, { ...run, video, options, ...inputs, createdAt: time });
  await write(keys.plan, { ...plan, fault: null });
  await write(keys.run(1), { ...run, plannedAt: time, concurrency: 4, notes: [] });
  for (const chunk of plan.chunks) {
    const record: ChunkRecord = {
      ...{
        chunk,
        frameCount: 100,
        samplePartCount: 0,
        hasAudio: false,
        isDamaged: false,
        lostOnly: true,
        usage: USAGE,
      },
      pictures: { firstBlock: 4 * chunk.index, counts: [25, 25, 25, 25] },
      ...{ pictureErrors: 0, soundFault: null, soundAfterSeconds: 0 },
      contextHashes: chunk.index === 0 ? [] : [joins ? 7 : 1],
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

test('chunks that do not join are measured again as one, however often that is found out', async (t) => {
  const { run, keys, store, context } = await openMeasured();
  const event = { ...run, itemsKey: keys.items(1) };
  const order = await assembleStep(event, context);
  t.like(order, { next: 'measure', itemsKey: keys.items(1, 'single') });
  const read = async (key: string) => JSON.parse(Buffer.from(await store.get(key)).toString());
  t.deepEqual(await read(order.itemsKey), [{ ...run, index: 2 }]);
  t.regex((await read(keys.plan)).fault, /different frames/);
  // The answer was lost, so the engine asks again.
  t.deepEqual(await assembleStep(event, context), order);
  // After that was measured, a chunk that is not there is lost.
  await t.throwsAsync(assembleStep(order, context), { message: /Chunks are lost: 2 \(frames 0 to 200\)/ });
});

test('a function with other networks decides nothing', async (t) => {
  const { run, keys, context } = await openMeasured();
  const models = context.models.map((model) => ({ ...model, sha256: 'b'.repeat(64) }));
  await t.throwsAsync(assembleStep({ ...run, itemsKey: keys.items(1) }, { ...context, models }), {
    message: /other networks/,
  });
});

test('an attempt that another has taken the place of is over', async (t) => {
  const { run, keys, context } = await openMeasured();
  await t.throwsAsync(assembleStep({ ...run, attempt: 2, itemsKey: keys.items(2) }, context), {
    message: /is over: attempt 1 has taken its place/,
  });
});

test('a head that was replaced or taken away since the start is told, and no report is made with another', async (t) => {
  const inputs = { ...INPUTS, heads: [{ name: 'sides', sha256: 'c'.repeat(64) }] };
  const { run, keys, store, context } = await openMeasured({ inputs, joins: true });
  const order = { ...run, itemsKey: keys.items(1) };
  const message = /The head sides was replaced or taken away since the analysis began\. Start the analysis again/;
  await t.throwsAsync(assembleStep(order, context), { message });
  const { name, weights, embedding } = context.models[0]!;
  const replaced = createHeadFile({
    input: { network: name, weights, layers: embedding },
    dense: [encodeDense(Float64Array.of(4, -4), [0, 0], 1, 'none')],
  });
  await store.put('library/heads/sides.json', bytesOf(replaced));
  const error = await t.throwsAsync(assembleStep(order, context), { message });
  t.is((error as ReelsightError).kind, 'model');
  t.false(store.keys().some((key) => key.includes('report')));
});
