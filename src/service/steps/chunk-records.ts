import type { ObjectStore, Plan } from '../../core/index.ts';
import { keysOf } from '../keys.ts';

/** Which chunk a key is the record of, or null: `analyses/<id>/chunks/00042.json` is the record of chunk 42. */
export function chunkOfRecordKey(key: string): number | null {
  const digits = /\/chunks\/(\d+)\.json$/.exec(key)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The plan's chunks that have been measured: a record is written last, so where it lies the chunk is whole. */
export async function recordKeysOf(store: Pick<ObjectStore, 'list'>, plan: Plan): Promise<ReadonlySet<number>> {
  const wanted = new Set(plan.chunks.map(({ index }) => index));
  const found = new Set<number>();
  for await (const { key } of store.list(keysOf(plan.id).chunks)) {
    const index = chunkOfRecordKey(key);
    if (index !== null && wanted.has(index)) found.add(index);
  }
  return found;
}
