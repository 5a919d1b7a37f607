import { recordChunkFailure, recordFailure } from '../../../service/index.ts';
import { parseEvent } from '../../cloud-shared/parse.ts';
import { createFailContext } from '../context.ts';
import { failEventSchema } from '../events.ts';
import { readCaughtError, toStepError } from '../step-errors.ts';

const { store } = createFailContext();

/** Writes down why a chunk, or the whole run, failed. */
export const handler = async (event: unknown): Promise<void> => {
  try {
    const { id, attempt, index, error } = parseEvent(failEventSchema, event);
    const failure = readCaughtError(error);
    if (index === undefined) await recordFailure({ id, attempt }, failure, store);
    else await recordChunkFailure({ id, attempt }, index, failure, store);
  } catch (error) {
    throw toStepError(error);
  }
};
