import { type CloudEvent, cloudEvent } from '@google-cloud/functions-framework';
import { ReelsightError } from '../../../core/index.ts';
import { startAnalysis } from '../../../service/index.ts';
import { once } from '../../cloud/once.ts';
import { parseEvent } from '../../cloud/parse.ts';
import { createStartContext } from '../context.ts';
import { uploadEventSchema, uploadedVideoOf } from '../events.ts';

const openContext = once(() => createStartContext());
openContext().catch(() => {});

/** A video was put under `videos/`: starts an analysis with the default options. An event may come twice. */
cloudEvent<unknown>('onUpload', async ({ data }: CloudEvent<unknown>) => {
  const video = uploadedVideoOf(parseEvent(uploadEventSchema, data));
  if (!video) return;
  try {
    const { id, attempt } = await startAnalysis({ video }, await openContext());
    console.log(JSON.stringify({ severity: 'INFO', message: 'analysis started', id, attempt, video }));
  } catch (error) {
    // What is no video, or is gone already, will not become one: said in the log, and not tried again.
    if (!(error instanceof ReelsightError) || error.retryable || !['input', 'not-found'].includes(error.kind))
      throw error;
    console.warn(JSON.stringify({ severity: 'WARNING', message: 'no analysis', video, reason: error.message }));
  }
});
