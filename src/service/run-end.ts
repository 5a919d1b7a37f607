import type { ObjectStore } from '../core/index.ts';
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
