import { noteChunkMismatch, ReelsightError } from '../core/index.ts';
import {
  type AnalysisRequest,
  findDocument,
  requestSchema,
  runRecordSchema,
  type StatusRecord,
  storedPlanSchema,
} from './documents.ts';
import { keysOf } from './keys.ts';
import type { Billing, CloudStore, Engine } from './ports.ts';
import { findRunEnd } from './run-end.ts';
import { chunkOfRecordKey } from './steps/chunk-records.ts';
import { readUsage, sumCost } from './usage.ts';
import type { AnalysisStatus } from './wire.ts';

export interface StatusContext {
  readonly store: Pick<CloudStore, 'get' | 'list'>;
  readonly engine: Engine;
  readonly billing: Pick<Billing, 'priceOf'>;
}

/** An engine may take a moment before it knows of a run that was just started. */
const START_GRACE_MS = 60_000;

/** Errors: kind `not-found` for an analysis that was never asked for. */
export async function readStatus(id: string, context: StatusContext): Promise<AnalysisStatus> {
  const { store } = context;
  const keys = keysOf(id);
  const request = await findDocument(store, keys.request, requestSchema);
  if (!request) throw new ReelsightError('not-found', `There is no analysis ${id}. Check the id.`);
  const [plan, run, objects] = await Promise.all([
    findDocument(store, keys.plan, storedPlanSchema),
    findDocument(store, keys.run(request.attempt), runRecordSchema),
    listKeys(store, id),
  ]);
  const wanted = new Set(plan?.chunks.map(({ index }) => index));
  const end = await findEnd(request, context);
  const measured = objects.filter((key) => wanted.has(chunkOfRecordKey(key) ?? -1)).length;
  // What was measured goes some days after the report is there.
  const chunksDone = end?.status === 'succeeded' ? wanted.size : measured;
  const working = !run ? 'queued' : chunksDone === wanted.size ? 'assembling' : 'measuring';
  return {
    id,
    attempt: request.attempt,
    status: end?.status ?? working,
    video: request.video.uri,
    name: request.video.name,
    options: request.options,
    createdAt: request.createdAt,
    finishedAt: end?.finishedAt ?? null,
    progress: {
      chunksDone,
      chunksTotal: plan ? wanted.size : null,
      share: end?.status === 'succeeded' ? 1 : plan ? chunksDone / (wanted.size + 1) : 0,
    },
    cost: sumCost(await readUsage(store, objects), context.billing),
    error: end?.error ?? null,
    notes: [...(run?.notes ?? []), ...(plan?.fault ? [noteChunkMismatch(plan.fault)] : [])],
  };
}

async function listKeys(store: StatusContext['store'], id: string): Promise<string[]> {
  const keys: string[] = [];
  const { chunks, usage } = keysOf(id);
  for (const prefix of [chunks, usage]) for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** How the last run ended; null while it goes on. The engine has the last word on runs that left none. */
async function findEnd(
  request: AnalysisRequest,
  { store, engine }: StatusContext,
): Promise<(Pick<StatusRecord, 'status' | 'error'> & { finishedAt: string | null }) | null> {
  const record = await findRunEnd(store, request);
  if (record) return record;
  const found = await engine.find(request);
  if (found.state === 'running') return null;
  if (found.state === 'unknown' && Date.now() - Date.parse(request.createdAt) < START_GRACE_MS) return null;
  // It may have ended between the two looks.
  const late = await findRunEnd(store, request);
  if (late) return late;
  if (found.state === 'cancelled') return { status: 'cancelled', error: null, finishedAt: null };
  const message =
    found.state === 'failed'
      ? found.reason
      : found.state === 'succeeded'
        ? 'The run ended without a result.'
        : 'The run was never started.';
  return {
    status: 'failed',
    error: { kind: 'internal', message: `${message} Start the analysis again.`, chunks: [] },
    finishedAt: null,
  };
}
