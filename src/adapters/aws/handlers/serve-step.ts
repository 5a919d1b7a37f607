import type { z } from 'zod';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { toStepError } from '../step-errors.ts';

/** A step of the state machine as Lambda calls it: its event is parsed, its errors are told as the state machine knows them. */
export const serveStep =
  <T, R>(schema: z.ZodType<T>, step: (event: T) => Promise<R>): ((event: unknown) => Promise<R>) =>
  async (event) => {
    try {
      return await step(parseEvent(schema, event));
    } catch (error) {
      throw toStepError(error);
    }
  };
