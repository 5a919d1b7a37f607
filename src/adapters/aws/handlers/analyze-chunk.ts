import { analyzeChunkStep, markStarted } from '../../../service/index.ts';
import { createWorkerContext } from '../context.ts';
import { chunkEventSchema } from '../events.ts';
import { serveStep } from './serve-step.ts';

const context = createWorkerContext();
// The network loads while the first event is on its way.
context.classifiers().catch(() => {});
context.ffmpeg().catch(() => {});
markStarted();

/** Step 2, many times: measures one chunk. */
export const handler = serveStep(chunkEventSchema, (event, signal) => analyzeChunkStep(event, context, signal));
