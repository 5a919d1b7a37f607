import { readChunkItem, recordChunkFailure, recordFailure } from '../../../service/index.ts';
import { createFailContext } from '../context.ts';
import { failEventSchema } from '../events.ts';
import { readCaughtError } from '../step-errors.ts';
import { serveStep } from './serve-step.ts';

const { store } = createFailContext();

/** Writes down why a chunk, or the whole run, failed. */
serveStep('fail', failEventSchema, async ({ id, attempt, error, itemsKey, position }) => {
  const failure = readCaughtError(error);
  if (itemsKey === undefined || position === undefined) return recordFailure({ id, attempt }, failure, store);
  const { index } = await readChunkItem(store, { itemsKey, position });
  await recordChunkFailure({ id, attempt }, index, failure, store);
  // Without that chunk there is no report: the run is over now, so that the workers of other executions begin no more.
  return recordFailure({ id, attempt }, failure, store);
});
