import type { z } from 'zod';
import { chunkKey, type ObjectStore } from '../../core/index.ts';
import { type Failure, findDocument, storedPlanSchema, writeDocument } from '../documents.ts';
import { keysOf } from '../keys.ts';
import type { Run } from '../ports.ts';
import { recordRunEnd } from '../run-end.ts';
import { failureSchema, runSchema } from '../wire.ts';

/** What went wrong, as the engine's adapter understands it. */
export interface StepFailure {
  readonly kind: string;
  readonly message: string;
}

const FAILURE_SUFFIX = '.failure.json';

const chunkFailureSchema = failureSchema.shape.chunks.element.extend({
  kind: failureSchema.shape.kind,
  attempt: runSchema.shape.attempt,
});

/** Records why a chunk could not be measured, so that the run's failure can name it. */
export async function recordChunkFailure(
  run: Run,
  index: number,
  failure: StepFailure,
  store: ObjectStore,
): Promise<void> {
  const plan = await findDocument(store, keysOf(run.id).plan, storedPlanSchema);
  const chunk = plan?.chunks.find((candidate) => candidate.index === index);
  await writeDocument(store, chunkKey(run.id, index, FAILURE_SUFFIX), {
    ...failure,
    attempt: run.attempt,
    index,
    startFrame: chunk?.startFrame ?? 0,
    endFrame: chunk?.endFrame ?? 0,
  });
}

/** Records that a run failed and why, so that its status never hangs. A run that is over already stays as it ended. */
export async function recordFailure(run: Run, failure: StepFailure, store: ObjectStore): Promise<void> {
  await recordRunEnd(store, run, { status: 'failed', error: await describeFailure(run, failure, store) });
}

async function describeFailure(run: Run, failure: StepFailure, store: ObjectStore): Promise<Failure> {
  const lost: z.infer<typeof chunkFailureSchema>[] = [];
  for await (const { key } of store.list(keysOf(run.id).chunks)) {
    if (!key.endsWith(FAILURE_SUFFIX)) continue;
    const record = await findDocument(store, key, chunkFailureSchema);
    if (record?.attempt === run.attempt) lost.push(record);
  }
  const [first] = lost;
  if (!first) return { ...failure, chunks: [] };
  const others = lost.length > 1 ? ` ${lost.length - 1} more could not either.` : '';
  return {
    kind: first.kind,
    message: `Chunk ${first.index} (frames ${first.startFrame} to ${first.endFrame}) could not be measured: ${first.message}${others}`,
    chunks: lost.map(({ index, startFrame, endFrame, message }) => ({ index, startFrame, endFrame, message })),
  };
}
