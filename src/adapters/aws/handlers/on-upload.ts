import { ReelsightError } from '../../../core/index.ts';
import { startAnalysis } from '../../../service/index.ts';
import { parseEvent } from '../../cloud/parse.ts';
import { createStartContext } from '../context.ts';
import { uploadEventSchema, uploadedVideosOf } from '../events.ts';
import { toStepError } from '../step-errors.ts';

const context = createStartContext();
context.catch(() => {});

/** A video was put under `videos/`: starts an analysis with the default options. An event may come twice. */
export const handler = async (event: unknown): Promise<void> => {
  for (const video of uploadedVideosOf(parseEvent(uploadEventSchema, event)))
    try {
      const { id, attempt } = await startAnalysis({ video }, await context);
      console.log(JSON.stringify({ message: 'analysis started', id, attempt, video }));
    } catch (error) {
      // What is no video, or is gone already, will not become one: said in the log, and not tried again.
      if (!(error instanceof ReelsightError) || error.retryable || !['input', 'not-found'].includes(error.kind))
        throw toStepError(error);
      console.warn(JSON.stringify({ message: 'no analysis', video, reason: error.message }));
    }
};
