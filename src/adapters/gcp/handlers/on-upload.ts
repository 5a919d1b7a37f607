import { type CloudEvent, cloudEvent } from '@google-cloud/functions-framework';
import { ReelsightError } from '../../../core/index.ts';
import { once } from '../../cloud-shared/once.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { startUploaded } from '../../cloud-shared/start-uploaded.ts';
import { createStartContext } from '../context.ts';
import { uploadEventSchema, uploadedVideoOf } from '../events.ts';

const openContext = once(() => createStartContext());
openContext().catch(() => {});

/** A video was put under `videos/`. An event may come twice, and for a day again and again while it is not taken. */
cloudEvent<unknown>('onUpload', async ({ data }: CloudEvent<unknown>) => {
  const video = uploadedVideoOf(parseEvent(uploadEventSchema, data));
  if (!video) return;
  try {
    await startUploaded(video, openContext);
  } catch (error) {
    // What fails for good would fail the whole day.
    if (!(error instanceof ReelsightError) || error.retryable) throw error;
    console.error(JSON.stringify({ severity: 'ERROR', message: 'no analysis', video, reason: error.message }));
  }
});
