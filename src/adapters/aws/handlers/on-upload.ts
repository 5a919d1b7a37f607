import { once } from '../../cloud-shared/once.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { startUploaded } from '../../cloud-shared/start-uploaded.ts';
import { createStartContext } from '../context.ts';
import { uploadEventSchema, uploadedVideosOf } from '../events.ts';
import { toStepError } from '../step-errors.ts';

const openContext = once(() => createStartContext());
openContext().catch(() => {});

/** A video was put under `videos/`. An event may come twice; what fails for good goes to the queue of failures. */
export const handler = async (event: unknown): Promise<void> => {
  try {
    for (const video of uploadedVideosOf(parseEvent(uploadEventSchema, event))) await startUploaded(video, openContext);
  } catch (error) {
    throw toStepError(error);
  }
};
