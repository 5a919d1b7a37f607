import { availableParallelism, totalmem } from 'node:os';

/** What a decoder of ordinary pictures needs, with some to spare. */
const MIN_MB = 800;
/** 8K in ten bits takes a third of it: more is a bomb, unless somebody asks for it. */
const MAX_MB = 4096;
/** MB of this process, its network and the system. */
const OURS_MB = 1024;
/**
 * Addresses that ffmpeg reserves and does not use (stacks of threads, mapped libraries) are about as many as a function's
 * own process takes beside it; this much is left over.
 */
const FUNCTION_SPARE_MB = 100;

/** MB that an ffmpeg may take on this machine, where two may run for each core at most. */
export function chooseMaxMemoryMb(): number {
  // 0 or more than there is: no limit is set.
  const constrained = process.constrainedMemory();
  const total = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const share = ((total / 2 ** 20 - OURS_MB) * 2) / availableParallelism();
  return Math.round(Math.min(MAX_MB, Math.max(MIN_MB, share)));
}

/** MB that the one ffmpeg of a function may take that has so many. */
export const maxMemoryOfFunction = (functionMb: number): number =>
  Math.max(MIN_MB, Math.round(functionMb - FUNCTION_SPARE_MB));
