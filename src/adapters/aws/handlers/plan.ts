import { markStarted, type Order, planStep } from '../../../service/index.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { createPlanContext } from '../context.ts';
import { runEventSchema } from '../events.ts';
import { toStepError } from '../step-errors.ts';

const context = createPlanContext();
markStarted();

/** Step 1: looks at the video and decides who measures what. */
export const handler = async (event: unknown): Promise<Order> => {
  try {
    return await planStep(parseEvent(runEventSchema, event), context);
  } catch (error) {
    throw toStepError(error);
  }
};
