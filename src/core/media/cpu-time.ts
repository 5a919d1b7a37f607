/** Seconds of processor time for what decodes few pictures or none: listing the packets of a file of 100 GB takes 60. */
export const MAX_CPU_SECONDS = 600;

/** Frames before the first wanted one that are decoded for it, at most: of ten seconds. */
const LEAD_FRAMES = 1_200;

/**
 * Seconds of processor time that decoding so many frames of the grid may take: a slow core decodes 20 million pixels a
 * second of the dearest codecs, and makes small pictures of 2,000 slots that hold one; ten times that is a fault of the
 * file. Encoding them, by H.264 of preset `fast`, takes less.
 */
export const decodeCpuSeconds = (
  { width, height }: { readonly width: number; readonly height: number },
  frameCount: number,
): number => MAX_CPU_SECONDS + (frameCount + LEAD_FRAMES) * ((width * height) / 2e6 + 0.005);
