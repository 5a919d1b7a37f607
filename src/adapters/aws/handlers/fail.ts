import { recordChunkFailure, recordFailure } from '../../../service/index.ts';
import { createFailContext } from '../context.ts';
import { failEventSchema } from '../events.ts';
import { readCaughtError } from '../step-errors.ts';
import { serveStep } from './serve-step.ts';

const { store } = createFailContext();

/** Writes down why a chunk, or the whole run, failed. */
export const handler = serveStep(failEventSchema, ({ id, attempt, index, error }) => {
  const failure = readCaughtError(error);
  if (index === undefined) return recordFailure({ id, attempt }, failure, store);
  return recordChunkFailure({ id, attempt }, index, failure, store);
});
