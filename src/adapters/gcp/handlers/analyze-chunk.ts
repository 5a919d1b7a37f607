import { analyzeChunkStep, markStarted, readChunkItem, refuseEndedRun } from '../../../service/index.ts';
import { createWorkerContext } from '../context.ts';
import { chunkEventSchema } from '../events.ts';
import { serveStep } from './serve-step.ts';

const context = createWorkerContext();
// The network loads while the first request is on its way.
context.classifiers().catch(() => {});
context.ffmpeg().catch(() => {});
markStarted();

/** Step 2, many times: measures one chunk. */
serveStep('analyzeChunk', chunkEventSchema, async ({ id, attempt, itemsKey, position }, signal) => {
  // A workflow that is cancelled, or fails, does not end its child executions.
  await refuseEndedRun(context.store, { id, attempt });
  await analyzeChunkStep(await readChunkItem(context.store, { itemsKey, position }), context, signal);
});
