import { findChunkMismatch } from './join-chunks.ts';
import { type Plan, planAsOneChunk } from './plan.ts';
import type { ChunkRecord } from './records.ts';

/** What to do where the chunks of a plan do not make one video. */
export interface AnotherPlan {
  /** Why they do not, for people. */
  readonly fault: string;
  /** The same video as one chunk. */
  readonly plan: Plan;
}

/**
 * The one rule of every engine: measurements of chunks that do not join are thrown away, and the video is measured again
 * as a single chunk. null: they join, and can be assembled.
 */
export function planAgain(plan: Plan, records: readonly ChunkRecord[]): AnotherPlan | null {
  const fault = findChunkMismatch(records);
  return fault === null ? null : { fault, plan: planAsOneChunk(plan) };
}
