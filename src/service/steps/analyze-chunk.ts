import {
  analyzeChunk,
  type Classifier,
  type Detector,
  type Ffmpeg,
  type ObjectStore,
  type Plan,
  ReelsightError,
} from '../../core/index.ts';
import { readDocument, storedPlanSchema } from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Billing, VideoLibrary } from '../ports.ts';
import { withVideo } from '../source.ts';
import { withUsage } from '../usage.ts';
import type { ChunkItem } from './plan.ts';
import { readRunRequest, requireSameModels } from './run-request.ts';
import { whileWanted } from './while-wanted.ts';

export interface WorkerContext {
  readonly store: ObjectStore;
  readonly videos: VideoLibrary;
  readonly billing: Billing;
  readonly ffmpeg: () => Promise<Ffmpeg>;
  /** Loaded once a function, in the order of the plan's models. */
  readonly classifiers: () => Promise<readonly Classifier[]>;
  /** What a plan has searched for; the last indexes are kept. */
  readonly detectors: (plan: Plan) => Promise<Detector | null>;
}

/**
 * Measures one chunk, as long as its run is not cancelled and `signal` does not abort. Doing it twice, or twice at once, gives
 * the same objects.
 */
export const analyzeChunkStep = (item: ChunkItem, context: WorkerContext, signal: AbortSignal): Promise<void> =>
  withUsage(context, item, { name: 'analyzeChunk', chunkIndex: item.index }, async () => {
    const { store } = context;
    const [request, plan, ffmpeg, classifiers] = await Promise.all([
      readRunRequest(store, item),
      readDocument(store, keysOf(item.id).plan, storedPlanSchema),
      context.ffmpeg(),
      context.classifiers(),
    ]);
    const chunk = plan.chunks.find(({ index }) => index === item.index);
    if (!chunk) throw new ReelsightError('internal', `The plan of analysis ${item.id} has no chunk ${item.index}.`);
    requireSameModels(plan, classifiers);
    const detector = await context.detectors(plan);
    await whileWanted(store, item, signal, (stopping) =>
      withVideo(context.videos, request.video, (source) =>
        analyzeChunk({
          ...{ plan, chunk, source, ffmpeg, classifiers, detector, store },
          ...{ decodeThreads: 1, signal: stopping },
        }),
      ),
    );
  });
