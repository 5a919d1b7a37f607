import { assembleStep, markStarted } from '../../../service/index.ts';
import { once } from '../../cloud-shared/once.ts';
import { createAssembleContext } from '../context.ts';
import { assembleEventSchema } from '../events.ts';
import { serveStep } from './serve-step.ts';

const openContext = once(() => createAssembleContext());
openContext().catch(() => {});
markStarted();

/** Step 3: joins what was measured and writes the report. */
serveStep('assemble', assembleEventSchema, async (event) => assembleStep(event, await openContext()));
