import { type ObjectStore, type Plan, ReelsightError } from '../../core/index.ts';
import { type AnalysisRequest, readDocument, requestSchema } from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Run } from '../ports.ts';

/** What a run was asked for. Errors: kind `conflict` when a later run has taken its place, `cancelled`. */
export async function readRunRequest(store: Pick<ObjectStore, 'get'>, run: Run): Promise<AnalysisRequest> {
  const request = await readDocument(store, keysOf(run.id).request, requestSchema);
  if (request.attempt !== run.attempt)
    throw new ReelsightError(
      'conflict',
      `Attempt ${run.attempt} of analysis ${run.id} is over: attempt ${request.attempt} has taken its place.`,
    );
  if (request.isCancelled)
    throw new ReelsightError('cancelled', `Attempt ${run.attempt} of analysis ${run.id} was cancelled.`);
  return request;
}

/** Errors: kind `model` when the function has other networks than the analysis was asked for with. */
export function requireSameModels(plan: Pick<Plan, 'models'>, models: readonly { readonly sha256: string }[]): void {
  const differing = plan.models.find(({ sha256 }, i) => sha256 !== models[i]?.sha256);
  if (differing || models.length !== plan.models.length)
    throw new ReelsightError(
      'model',
      'The analysis was asked for with other networks than this function has: the service was redeployed in between. Start the analysis again.',
    );
}
