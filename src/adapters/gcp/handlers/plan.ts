import { markStarted, planStep } from '../../../service/index.ts';
import { createPlanContext } from '../context.ts';
import { runEventSchema } from '../events.ts';
import { serveStep } from './serve-step.ts';

const context = createPlanContext();
markStarted();

/** Step 1: looks at the video and decides who measures what. */
serveStep('plan', runEventSchema, (run, signal) => planStep(run, context, signal));
