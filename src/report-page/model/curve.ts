/**
 * A line of values of which each stands for so many frames, null where there is none. Frames count from the first that was
 * analysed.
 */
export interface Curve {
  readonly framesPerPoint: number;
  readonly values: readonly (number | null)[];
}

/**
 * The greatest value in each pixel column, so that no peak is lost however far the reader zooms out; null where there is
 * none. Column `i` shows the frames from `firstFrame + i * framesPerColumn` on.
 */
export function columnMaxima(
  { framesPerPoint, values }: Curve,
  firstFrame: number,
  framesPerColumn: number,
  columnCount: number,
): (number | null)[] {
  return Array.from({ length: columnCount }, (_, column) => {
    const start = (firstFrame + column * framesPerColumn) / framesPerPoint;
    const end = (firstFrame + (column + 1) * framesPerColumn) / framesPerPoint;
    let greatest: number | null = null;
    const last = Math.min(values.length, Math.max(Math.ceil(end - 1e-9), Math.floor(start) + 1));
    for (let point = Math.max(0, Math.floor(start + 1e-9)); point < last; point++) {
      const value = values[point] ?? null;
      if (value !== null && (greatest === null || value > greatest)) greatest = value;
    }
    return greatest;
  });
}

/** The value at a frame, or null. */
export const valueAt = ({ framesPerPoint, values }: Curve, frame: number): number | null =>
  values[Math.floor(frame / framesPerPoint)] ?? null;
