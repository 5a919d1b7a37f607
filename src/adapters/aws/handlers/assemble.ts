import { assembleStep, markStarted, type Order } from '../../../service/index.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { createAssembleContext } from '../context.ts';
import { assembleEventSchema } from '../events.ts';
import { toStepError } from '../step-errors.ts';

const context = createAssembleContext();
context.catch(() => {});
markStarted();

/** Step 3: joins what was measured and writes the report. */
export const handler = async (event: unknown): Promise<Order> => {
  try {
    return await assembleStep(parseEvent(assembleEventSchema, event), await context);
  } catch (error) {
    throw toStepError(error);
  }
};
