import { type Chunk, type Ffmpeg, type ObjectStore, type Plan, planAnalysis, probeVideo } from '../../core/index.ts';
import {
  type AnalysisRequest,
  chunkItemsSchema,
  createDocument,
  findDocument,
  type RunRecord,
  readDocument,
  type StoredPlan,
  storedPlanSchema,
  writeDocument,
} from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Billing, Capacity, Run, VideoLibrary } from '../ports.ts';
import { withVideo } from '../source.ts';
import { withUsage } from '../usage.ts';
import { recordKeysOf } from './chunk-records.ts';
import { readRunRequest } from './run-request.ts';
import { whileWanted } from './while-wanted.ts';

export interface PlanContext {
  readonly store: ObjectStore;
  readonly videos: VideoLibrary;
  readonly billing: Billing;
  readonly ffmpeg: () => Promise<Ffmpeg>;
  readonly chunkSeconds: number;
  readonly findCapacity: () => Promise<Capacity>;
}

/** What the engine does next, and with what. */
export interface Order extends Run {
  readonly next: 'measure' | 'assemble' | 'done';
  /** Key of a JSON array of items, one for each chunk to measure. */
  readonly itemsKey: string;
  /** How many they are. */
  readonly count: number;
  /** Workers at once. */
  readonly concurrency: number;
}

/** What a worker is given. */
export interface ChunkItem extends Run {
  readonly index: number;
}

/**
 * Looks at the video and decides who measures what. A plan that an earlier run left holds, and of its chunks only those
 * are measured that lie not there yet: a run after a failure goes on where that one stopped. Errors: kind `input` when
 * the video is none, or is another than the one asked for; of `signal` when it aborts, and kind `cancelled`.
 */
export const planStep = (run: Run, context: PlanContext, signal: AbortSignal): Promise<Order> =>
  withUsage(context, run, { name: 'plan' }, async () => {
    const { store } = context;
    const request = await readRunRequest(store, run);
    const keys = keysOf(run.id);
    const earlier = await findDocument(store, keys.plan, storedPlanSchema);
    const plan: StoredPlan = earlier ?? { ...(await makePlan(run, request, context, signal)), fault: null };
    if (!earlier) await writeDocument(store, keys.plan, plan);
    const measured = await recordKeysOf(store, plan);
    const { workers, note } = await context.findCapacity();
    const record: RunRecord = {
      ...run,
      plannedAt: new Date().toISOString(),
      concurrency: workers,
      notes: note ? [note] : [],
    };
    await writeDocument(store, keys.run(run.attempt), record);
    const missing = plan.chunks.filter(({ index }) => !measured.has(index));
    return orderChunks(
      store,
      run,
      keys.items(run.attempt, plan.fault === null ? 'chunks' : 'single'),
      missing,
      workers,
    );
  });

async function makePlan(run: Run, request: AnalysisRequest, context: PlanContext, signal: AbortSignal): Promise<Plan> {
  const { video, options, models, heads, brandIndex, catalogue } = request;
  const ffmpeg = await context.ffmpeg();
  return whileWanted(context.store, run, signal, (stopping) =>
    withVideo(context.videos, video, async (source) =>
      planAnalysis({
        source,
        probe: await probeVideo(ffmpeg, source, stopping),
        options,
        inputs: { models, heads, brandIndex, catalogue },
        chunkSeconds: context.chunkSeconds,
      }),
    ),
  );
}

/**
 * Has chunks measured, or goes on when there are none. An order that stands is not changed: where the step runs twice, the
 * second run sees chunks that the first one's workers have measured meanwhile, and an engine counts on the items it was told.
 */
export async function orderChunks(
  store: ObjectStore,
  run: Run,
  itemsKey: string,
  chunks: readonly Chunk[],
  concurrency: number,
): Promise<Order> {
  // The one that listens reads the whole video: started last, everything would wait for it.
  const ordered = chunks.toSorted((a, b) => Number(b.audio) - Number(a.audio));
  const wanted: ChunkItem[] = ordered.map(({ index }) => ({ id: run.id, attempt: run.attempt, index }));
  const isFirst = await createDocument(store, itemsKey, wanted);
  const items = isFirst ? wanted : await readDocument(store, itemsKey, chunkItemsSchema);
  return {
    id: run.id,
    attempt: run.attempt,
    next: items.length > 0 ? 'measure' : 'assemble',
    itemsKey,
    count: items.length,
    concurrency,
  };
}
