import { fallOff } from './fall-off.ts';
import type { Gradients } from './gradients.ts';

/** Cells a side, and directions a cell. */
const CELLS = 4;
const BINS = 8;
/** Numbers of a descriptor. */
export const DESCRIPTOR_SIZE = CELLS * CELLS * BINS;
/** Side of a cell in sigmas of the point's scale. */
const CELL_SIGMAS = 3;
/** Share of the whole that one number may have: what shines or is lit unevenly must not decide alone. */
const MAX_SHARE = 0.2;
/** A descriptor has this length, as bytes. */
const DESCRIPTOR_LENGTH = 512;

const work = new Float32Array((CELLS + 2) * (CELLS + 2) * BINS);

/**
 * Describes the surroundings of a point by 4 x 4 histograms of 8 directions (Lowe 2004, section 6), as square roots of
 * their shares (Arandjelovic and Zisserman 2012, "Three things everyone should know to improve object retrieval"), so
 * Euclidean distance compares them as histograms should be. Writes 128 bytes at `offset` of `target`.
 * `turn` is the point's direction in turns, `sigma` its scale in pixels of the gradients.
 */
export function describe(
  gradients: Gradients,
  point: { x: number; y: number; sigma: number; turn: number },
  target: Uint8Array,
  offset: number,
): void {
  work.fill(0);
  collect(gradients, point);
  let square = 0;
  for (let row = 1; row <= CELLS; row++)
    for (let i = (row * (CELLS + 2) + 1) * BINS; i < (row * (CELLS + 2) + 1 + CELLS) * BINS; i++)
      square += work[i] * work[i];
  const limit = MAX_SHARE * Math.sqrt(square);
  let sum = 0;
  for (let row = 1; row <= CELLS; row++)
    for (let i = (row * (CELLS + 2) + 1) * BINS; i < (row * (CELLS + 2) + 1 + CELLS) * BINS; i++)
      sum += Math.min(limit, work[i]);
  let to = offset;
  for (let row = 1; row <= CELLS; row++)
    for (let i = (row * (CELLS + 2) + 1) * BINS; i < (row * (CELLS + 2) + 1 + CELLS) * BINS; i++)
      target[to++] =
        sum > 0 ? Math.min(255, Math.round(DESCRIPTOR_LENGTH * Math.sqrt(Math.min(limit, work[i]) / sum))) : 0;
}

function collect(
  { width, height, strengths, turns }: Gradients,
  { x, y, sigma, turn }: { x: number; y: number; sigma: number; turn: number },
): void {
  const cell = CELL_SIGMAS * sigma;
  const cos = Math.cos(2 * Math.PI * turn) / cell;
  const sin = Math.sin(2 * Math.PI * turn) / cell;
  const radius = Math.min(Math.round(cell * Math.SQRT2 * (CELLS + 1) * 0.5), width + height);
  const [middleX, middleY] = [Math.round(x), Math.round(y)];
  const fromRow = Math.max(1, middleY - radius);
  const toRow = Math.min(height - 2, middleY + radius);
  const fromColumn = Math.max(1, middleX - radius);
  const toColumn = Math.min(width - 2, middleX + radius);
  for (let row = fromRow; row <= toRow; row++) {
    for (let column = fromColumn; column <= toColumn; column++) {
      const [dx, dy] = [column - middleX, row - middleY];
      const across = dx * cos + dy * sin;
      const down = dy * cos - dx * sin;
      // Counted from the middle of the ring of cells around the square, which takes what falls beside it.
      const cellX = across + CELLS / 2 + 0.5;
      const cellY = down + CELLS / 2 + 0.5;
      if (cellX <= 0 || cellX >= CELLS + 1 || cellY <= 0 || cellY >= CELLS + 1) continue;
      const at = row * width + column;
      const strength = strengths[at] * fallOff((across * across + down * down) / (0.5 * CELLS * CELLS));
      let direction = (turns[at] - turn) * BINS;
      if (direction < 0) direction += BINS;
      const [cx, cy, bin] = [cellX | 0, cellY | 0, direction | 0];
      const [fx, fy, fb] = [cellX - cx, cellY - cy, direction - bin];
      const first = bin & (BINS - 1);
      const second = (bin + 1) & (BINS - 1);
      const upper = (cy * (CELLS + 2) + cx) * BINS;
      const lower = upper + (CELLS + 2) * BINS;
      const [top, bottom] = [strength * (1 - fy), strength * fy];
      const [topLeft, topRight, bottomLeft, bottomRight] = [top * (1 - fx), top * fx, bottom * (1 - fx), bottom * fx];
      work[upper + first] += topLeft * (1 - fb);
      work[upper + second] += topLeft * fb;
      work[upper + BINS + first] += topRight * (1 - fb);
      work[upper + BINS + second] += topRight * fb;
      work[lower + first] += bottomLeft * (1 - fb);
      work[lower + second] += bottomLeft * fb;
      work[lower + BINS + first] += bottomRight * (1 - fb);
      work[lower + BINS + second] += bottomRight * fb;
    }
  }
}
