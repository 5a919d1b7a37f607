import pMap from 'p-map';
import {
  analysisKey,
  assemble,
  type ChunkRecord,
  createUsageMeter,
  noteChunkMismatch,
  type ObjectStore,
  openChunk,
  type Plan,
  planAgain,
  ReelsightError,
  type Report,
} from '../../core/index.ts';
import { exportReport } from '../../formats/index.ts';
import { type InputsContext, loadPlannedHeads, openLibrary } from '../analysis-inputs.ts';
import {
  type RunRecord,
  readDocument,
  runRecordSchema,
  type StoredPlan,
  storedPlanSchema,
  writeDocument,
} from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Billing, Run } from '../ports.ts';
import { recordRunEnd } from '../run-end.ts';
import { readUsage, sumCost, withUsage } from '../usage.ts';
import { recordKeysOf } from './chunk-records.ts';
import { type Order, orderChunks } from './plan.ts';
import { readRunRequest, requireSameModels } from './run-request.ts';

export interface AssembleContext extends InputsContext {
  readonly store: ObjectStore;
  readonly billing: Billing;
  /** For the report, for example `aws-step-functions`. */
  readonly engine: string;
}

/**
 * Joins what the workers measured and writes the report; chunks that do not join are measured again as one. `itemsKey`
 * tells what was measured last, so that a second call of the same step does the same as the first. Errors: kind `storage`
 * naming the chunks that are lost.
 */
export async function assembleStep(
  { id, attempt, itemsKey }: Run & Pick<Order, 'itemsKey'>,
  context: AssembleContext,
): Promise<Order> {
  const run = { id, attempt };
  const order = await withUsage(context, run, { name: 'assemble' }, async () => {
    const { store } = context;
    const keys = keysOf(id);
    await readRunRequest(store, run);
    const plan = await readDocument(store, keys.plan, storedPlanSchema);
    requireSameModels(plan, context.models);
    const runRecord = await readDocument(store, keys.run(attempt), runRecordSchema);
    const singleKey = keys.items(attempt, 'single');
    const measureAsOneChunk = (single: Plan) =>
      orderChunks(store, run, singleKey, single.chunks, runRecord.concurrency);
    // An earlier call of this step found that the chunks do not join, and nobody heard it.
    if (plan.fault !== null && itemsKey !== singleKey) return measureAsOneChunk(plan);
    const records = await readRecords(store, plan);
    const another = planAgain(plan, records);
    if (another !== null) {
      const single: StoredPlan = { ...another.plan, fault: another.fault };
      await writeDocument(store, keys.plan, single);
      return measureAsOneChunk(single);
    }
    await writeReport(run, plan, records, runRecord, context);
    return { ...run, next: 'done' as const, itemsKey, count: 0, concurrency: runRecord.concurrency };
  });
  // After the usage record of this step: who sees that the analysis is over sees all that it cost.
  if (order.next === 'done') await recordRunEnd(context.store, run, { status: 'succeeded', error: null });
  return order;
}

const READ_CONCURRENCY = 32;

async function readRecords(store: ObjectStore, plan: Plan): Promise<ChunkRecord[]> {
  const measured = await recordKeysOf(store, plan);
  const lost = plan.chunks.filter(({ index }) => !measured.has(index));
  if (lost.length > 0)
    throw new ReelsightError(
      'storage',
      `Chunks are lost: ${lost.map(({ index, startFrame, endFrame }) => `${index} (frames ${startFrame} to ${endFrame})`).join(', ')}. Start the analysis again: the others are kept.`,
    );
  return pMap(plan.chunks, ({ index }) => openChunk(store, plan.id, index).getRecord(), {
    concurrency: READ_CONCURRENCY,
  });
}

async function writeReport(
  run: Run,
  plan: StoredPlan,
  records: readonly ChunkRecord[],
  runRecord: RunRecord,
  context: AssembleContext,
): Promise<void> {
  const { store, models, engine, billing } = context;
  const heads = await loadPlannedHeads(plan, context);
  const keys = keysOf(run.id);
  const meter = createUsageMeter({ engine, workers: Math.min(runRecord.concurrency, plan.chunks.length) });
  for (const note of runRecord.notes) meter.addNote(note);
  if (plan.fault !== null) meter.addNote(noteChunkMismatch(plan.fault));
  meter.addRecords(records);
  meter.addStage({ name: 'measure', wallMs: Math.max(0, Date.now() - Date.parse(runRecord.plannedAt)), cpuMs: 0 });
  const startedMs = performance.now();
  const thumbnails = new Map<string, Uint8Array>();
  const keeping: ObjectStore = {
    ...store,
    async put(key, bytes) {
      thumbnails.set(key.slice(analysisKey(run.id, '').length), bytes);
      await store.put(key, bytes);
    },
  };
  const answer = await meter.time('assemble', () =>
    assemble({ plan, records, models, heads, library: openLibrary(store), store: keeping }),
  );
  const usageKeys: string[] = [];
  for await (const { key } of store.list(analysisKey(run.id, ''))) usageKeys.push(key);
  const wallMs = performance.now() - startedMs;
  // This very step, as far as it has come.
  const own = {
    ...{ step: 'assemble', attempt: run.attempt, wallMs, cpuMs: 0, failed: false },
    gbSeconds: (wallMs / 1000) * (billing.memoryMb / 1024),
  };
  const { gbSeconds, estimatedUsd } = sumCost([...(await readUsage(store, usageKeys)), own], billing);
  const report: Report = {
    ...answer,
    usage: meter.summarise(plan.chunks.length, { gbSeconds, estimatedCostUsd: estimatedUsd }),
  };
  const write = (key: string, format: 'json' | 'html') =>
    store.put(key, Buffer.from(exportReport(report, format, { thumbnails }).content));
  await write(keys.reportHtml, 'html');
  // The answer comes last: where it lies, everything does.
  await write(keys.reportJson, 'json');
}
