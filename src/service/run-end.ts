import { type ObjectStore, ReelsightError } from '../core/index.ts';
import { createDocument, findDocument, type StatusRecord, statusRecordSchema } from './documents.ts';
import { keysOf } from './keys.ts';
import type { Run } from './ports.ts';

/** How a run ended; null while it goes on, or when it ended without a word. */
export const findRunEnd = (store: Pick<ObjectStore, 'get'>, { id, attempt }: Run): Promise<StatusRecord | null> =>
  findDocument(store, keysOf(id).status(attempt), statusRecordSchema);

/** Writes down how a run ended. The first word stands: what ended stays as it ended, whatever still runs. */
export async function recordRunEnd(
  store: Pick<ObjectStore, 'create'>,
  { id, attempt }: Run,
  end: Pick<StatusRecord, 'status' | 'error'>,
): Promise<void> {
  const record: StatusRecord = { id, attempt, ...end, finishedAt: new Date().toISOString() };
  await createDocument(store, keysOf(id).status(attempt), record);
}

/**
 * For engines that do not call back what they have started: work for a run that is over is not begun. Errors: kind
 * `cancelled` for one that was cancelled, `conflict` for one that ended by itself.
 */
export async function refuseEndedRun(store: Pick<ObjectStore, 'get'>, run: Run): Promise<void> {
  const end = await findRunEnd(store, run);
  if (end)
    throw new ReelsightError(
      end.status === 'cancelled' ? 'cancelled' : 'conflict',
      `Attempt ${run.attempt} of analysis ${run.id} is over: it ${end.status === 'cancelled' ? 'was' : 'has'} ${end.status}.`,
    );
}
