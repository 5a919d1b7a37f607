import { analyzeChunkStep, markStarted } from '../../../service/index.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { createWorkerContext } from '../context.ts';
import { chunkEventSchema } from '../events.ts';
import { toStepError } from '../step-errors.ts';

const context = createWorkerContext();
// The network loads while the first event is on its way.
context.classifiers().catch(() => {});
context.ffmpeg().catch(() => {});
markStarted();

/** Step 2, many times: measures one chunk. */
export const handler = async (event: unknown): Promise<void> => {
  try {
    await analyzeChunkStep(parseEvent(chunkEventSchema, event), context);
  } catch (error) {
    throw toStepError(error);
  }
};
