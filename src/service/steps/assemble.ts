import {
  analysisKey,
  assemble,
  type ChunkRecord,
  createUsageMeter,
  exportReport,
  findSeamFault,
  type ModelFacts,
  noteSeamFault,
  openChunk,
  type Plan,
  planAsOneChunk,
  planSchema,
  ReelsightError,
  type Report,
} from '../../core/index.ts';
import { type RunRecord, readDocument, runRecordSchema, type StatusRecord, writeDocument } from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Billing, CloudStore, Run } from '../ports.ts';
import { readUsage, sumCost, withUsage } from '../usage.ts';
import { recordKeysOf } from './chunk-records.ts';
import { type Order, orderChunks } from './plan.ts';
import { readRunRequest } from './run-request.ts';

export interface AssembleContext {
  readonly store: Pick<CloudStore, 'get' | 'put' | 'list'>;
  readonly billing: Billing;
  readonly models: readonly (ModelFacts & { readonly sha256: string })[];
  /** For the report, for example `aws-step-functions`. */
  readonly engine: string;
}

/**
 * Joins what the workers measured and writes the report; pieces that do not join are measured again as one. Errors:
 * kind `storage` naming the chunks that are lost.
 */
export const assembleStep = (run: Run, context: AssembleContext): Promise<Order> =>
  withUsage(context, run, { name: 'assemble' }, async () => {
    const { store } = context;
    const keys = keysOf(run.id);
    await readRunRequest(store, run);
    const plan = await readDocument(store, keys.plan, planSchema);
    const runRecord = await readDocument(store, keys.run, runRecordSchema);
    const records = await readRecords(store, plan);
    const fault = findSeamFault(records);
    if (fault) {
      const whole = planAsOneChunk(plan);
      await writeDocument(store, keys.plan, whole);
      await writeDocument(store, keys.run, { ...runRecord, notes: [...runRecord.notes, noteSeamFault(fault)] });
      return orderChunks(store, run, whole.chunks, runRecord.concurrency);
    }
    await writeReport(run, plan, records, runRecord, context);
    const status: StatusRecord = { ...run, status: 'succeeded', error: null, finishedAt: new Date().toISOString() };
    await writeDocument(store, keys.status, status);
    return { ...run, next: 'done', itemsKey: keys.items, concurrency: runRecord.concurrency };
  });

const READS_AT_ONCE = 32;

async function readRecords(store: AssembleContext['store'], plan: Plan): Promise<ChunkRecord[]> {
  const measured = await recordKeysOf(store, plan);
  const lost = plan.chunks.filter(({ index }) => !measured.has(index));
  if (lost.length > 0)
    throw new ReelsightError(
      'storage',
      `Chunks are lost: ${lost.map(({ index, startFrame, endFrame }) => `${index} (frames ${startFrame} to ${endFrame})`).join(', ')}. Start the analysis again: the others are kept.`,
    );
  const records: ChunkRecord[] = [];
  const chunks = plan.chunks.entries();
  const reader = async () => {
    for (const [i, { index }] of chunks) records[i] = await openChunk(store, plan.id, index).getRecord();
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, reader));
  return records;
}

async function writeReport(
  run: Run,
  plan: Plan,
  records: readonly ChunkRecord[],
  runRecord: RunRecord,
  { store, models, engine, billing }: AssembleContext,
): Promise<void> {
  const keys = keysOf(run.id);
  const meter = createUsageMeter({ engine, workers: Math.min(runRecord.concurrency, plan.chunks.length) });
  for (const note of runRecord.notes) meter.addNote(note);
  meter.addRecords(records);
  meter.addStage({ name: 'measure', wallMs: Math.max(0, Date.now() - Date.parse(runRecord.plannedAt)), cpuMs: 0 });
  const startedMs = performance.now();
  const answer = await meter.time('assemble', () => assemble({ plan, records, models, store }));
  const accounts: string[] = [];
  for await (const { key } of store.list(analysisKey(run.id, ''))) accounts.push(key);
  const { gbSeconds, estimatedUsd } = sumCost(
    [
      ...(await readUsage(store, accounts)),
      // This very step, as far as it has come.
      {
        step: 'assemble',
        attempt: run.attempt,
        wallMs: performance.now() - startedMs,
        cpuMs: 0,
        gbSeconds: ((performance.now() - startedMs) / 1000) * (billing.memoryMb / 1024),
        failed: false,
      },
    ],
    billing,
  );
  const report: Report = {
    ...answer,
    usage: meter.summarise(plan.chunks.length, { gbSeconds, estimatedCostUsd: estimatedUsd }),
  };
  const thumbnails = new Map<string, Uint8Array>();
  for (const { thumbnail } of report.shots)
    if (thumbnail) thumbnails.set(thumbnail, await store.get(analysisKey(run.id, thumbnail)));
  const write = (key: string, format: 'json' | 'html') =>
    store.put(key, Buffer.from(exportReport(report, format, { thumbnails }).content));
  await write(keys.reportHtml, 'html');
  // The answer comes last: where it lies, everything does.
  await write(keys.reportJson, 'json');
}
