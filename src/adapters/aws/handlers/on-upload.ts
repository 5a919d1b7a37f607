import { once } from '../../cloud-shared/once.ts';
import { startUploaded } from '../../cloud-shared/start-uploaded.ts';
import { createStartContext } from '../context.ts';
import { uploadEventSchema, uploadedVideosOf } from '../events.ts';
import { serveStep } from './serve-step.ts';

const openContext = once(() => createStartContext());
openContext().catch(() => {});

/** A video was put under `videos/`. An event may come twice; what fails for good goes to the queue of failures. */
export const handler = serveStep(uploadEventSchema, async (event) => {
  for (const video of uploadedVideosOf(event)) await startUploaded(video, openContext);
});
