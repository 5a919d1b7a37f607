/** Frames [startFrame, endFrame). */
export interface FrameRange {
  readonly startFrame: number;
  readonly endFrame: number;
}

/** Maximal ranges of frames that a test holds for. */
export function runs(count: number, holds: (frame: number) => boolean): FrameRange[] {
  const found: FrameRange[] = [];
  let start = -1;
  for (let n = 0; n <= count; n++) {
    const inside = n < count && holds(n);
    if (inside && start < 0) start = n;
    if (!inside && start >= 0) {
      found.push({ startFrame: start, endFrame: n });
      start = -1;
    }
  }
  return found;
}
