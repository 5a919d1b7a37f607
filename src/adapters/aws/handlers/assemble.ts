import { assembleStep, markStarted } from '../../../service/index.ts';
import { createAssembleContext } from '../context.ts';
import { assembleEventSchema } from '../events.ts';
import { serveStep } from './serve-step.ts';

const context = createAssembleContext();
context.catch(() => {});
markStarted();

/** Step 3: joins what was measured and writes the report. */
export const handler = serveStep(assembleEventSchema, async (event) => assembleStep(event, await context));
