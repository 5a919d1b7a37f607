import { PLACE_STEPS } from './index-entries.ts';
import type { RecognitionIndex } from './index-file.ts';
import type { Pair } from './verify.ts';

/** Pixels added to a side: features in a line cover something, too. */
const MARGIN = 1;

/** Pixels of each registered picture that its features lie in, as a box: Float64Array [pictures]. */
export function measureAreas({ entries, pictureItems }: RecognitionIndex): Float64Array {
  const boxes = Array.from(pictureItems, () => createBox());
  for (const [entry, picture] of entries.pictures.entries())
    boxes[picture].add(entries.x[entry] / PLACE_STEPS, entries.y[entry] / PLACE_STEPS);
  return Float64Array.from(boxes, (box) => box.area());
}

/**
 * The share 0..1 of a registered picture's features' box that agreeing features span. A thing that is there agrees all
 * over; by chance a corner agrees, or what lies on a line.
 */
export function coverageOf(inliers: readonly Pair[], area: number): number {
  const box = createBox();
  for (const { fromX, fromY } of inliers) box.add(fromX, fromY);
  return Math.min(1, box.area() / area);
}

function createBox() {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  return {
    add(x: number, y: number): void {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    },
    /** A picture without features has one pixel. */
    area: () => (right < left ? MARGIN : (right - left + MARGIN) * (bottom - top + MARGIN)),
  };
}
