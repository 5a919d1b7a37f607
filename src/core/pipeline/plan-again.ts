import { listensFromMiddle } from '../measurements/video-part.ts';
import { findChunkMismatch } from './join-chunks.ts';
import { type Plan, planAsOneChunk } from './plan.ts';
import type { ChunkRecord } from './records.ts';
import { settleDamage } from './settle-damage.ts';

/** What to do where the chunks of a plan do not make one video. */
export interface AnotherPlan {
  /** Why they do not, for people. */
  readonly fault: string;
  /** The same video as one chunk. */
  readonly plan: Plan;
}

/**
 * The one rule of every engine: measurements of chunks that do not join are thrown away, and the video is measured again
 * as a single chunk. So is a part in which damage was met, from the start of the file: a decoder that began in the middle
 * may have met it only because it began there. null: they join, and can be assembled.
 */
export function planAgain(plan: Plan, measured: readonly ChunkRecord[]): AnotherPlan | null {
  // A second plan stands: its chunk has a number of its own.
  if (plan.chunks[0]!.index > 0) return null;
  const records = settleDamage(plan, measured);
  if (listensFromMiddle(plan.part) && records.some(({ isDamaged }) => isDamaged))
    return { fault: 'the decoder met damage', plan: planAsOneChunk(plan, { ...plan.part, isSought: false }) };
  const fault = findChunkMismatch(records);
  return fault === null ? null : { fault, plan: planAsOneChunk(plan) };
}
