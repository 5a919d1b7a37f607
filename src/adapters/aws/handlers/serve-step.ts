import type { z } from 'zod';
import { withDeadline } from '../../cloud-shared/deadline.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { toStepError } from '../step-errors.ts';

/** What Lambda tells of a call. */
interface CallFacts {
  readonly getRemainingTimeInMillis: () => number;
}

/**
 * A step of the state machine as Lambda calls it: its event is parsed, its errors are told as the state machine knows them.
 * The step's signal aborts before Lambda would end the function.
 */
export const serveStep =
  <T, R>(
    schema: z.ZodType<T>,
    step: (event: T, signal: AbortSignal) => Promise<R>,
  ): ((event: unknown, call: CallFacts) => Promise<R>) =>
  async (event, call) => {
    try {
      return await withDeadline(call.getRemainingTimeInMillis(), (signal) => step(parseEvent(schema, event), signal));
    } catch (error) {
      throw toStepError(error);
    }
  };
