import { type ObjectStore, ReelsightError } from '../../core/index.ts';
import { type AnalysisRequest, readDocument, requestSchema } from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Run } from '../ports.ts';

/** What a run was asked for. Errors: kind `cancelled` when a later run has taken its place. */
export async function readRunRequest(store: ObjectStore, run: Run): Promise<AnalysisRequest> {
  const request = await readDocument(store, keysOf(run.id).request, requestSchema);
  if (request.attempt !== run.attempt)
    throw new ReelsightError(
      'cancelled',
      `Attempt ${run.attempt} of analysis ${run.id} is over: attempt ${request.attempt} has taken its place.`,
    );
  return request;
}
