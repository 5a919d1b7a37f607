import { listensFromMiddle } from '../measurements/video-part.ts';
import { listBlocks } from './picture-blocks-of-part.ts';
import type { Plan } from './plan.ts';
import type { ChunkRecord } from './records.ts';

/**
 * The records of a part's chunks without damage that was not there: a decoder that begins in the middle of a stream
 * without an index first meets pictures that it cannot decode, and reports them as lost. Where nothing else was reported
 * and every picture of the part came out, those lay before it. Nothing here depends on where the part was cut.
 */
export function settleDamage(plan: Plan, records: readonly ChunkRecord[]): readonly ChunkRecord[] {
  if (!listensFromMiddle(plan.part)) return records;
  const isWhole = listBlocks(plan.probe, plan.part, records, plan.options.preset === 'fast').every(
    ({ promised, seen }) => seen >= promised,
  );
  return records.map((record) => ({ ...record, isDamaged: record.isDamaged && !(record.lostOnly && isWhole) }));
}
