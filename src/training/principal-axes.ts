import { dot } from '../core/math/dot.ts';
import { createRandom } from '../core/math/random.ts';
import { createMatrix, type Matrix, multiply, rowOf, stackRows, takeRows, transpose } from './matrix.ts';

/** The axes along which rows spread most, and where these cross. */
export interface PrincipalAxes {
  /** Float64Array [columns] */
  readonly mean: Float64Array;
  /** Rows of length 1, at right angles to each other: [axes, columns]. */
  readonly axes: Matrix;
}

/** Each brings the axes nearer to those of the largest spread (Halko, Martinsson and Tropp, SIAM Review 2011). */
const ROUNDS = 2;
/** What is left of a row after the axes before it is noise of the arithmetic below this share of its length. */
const MIN_REST = 1e-4;

/** Finds at most `count` axes of `all` rows: fewer where these spread along fewer. The same each time for a seed. */
export function findPrincipalAxes(all: Matrix, count: number, seed: number): PrincipalAxes {
  const rows: Matrix = { ...all, values: all.values.slice() };
  const mean = centre(rows);
  const turned = transpose(rows);
  const wanted = Math.min(count, rows.rows - 1, rows.columns);
  let axes = createMatrix(wanted, rows.columns);
  const random = createRandom(seed);
  for (let i = 0; i < axes.values.length; i++) axes.values[i] = random() - 0.5;
  for (let round = 0; round <= ROUNDS; round++) axes = straighten(multiply(transpose(multiply(rows, axes)), turned));
  return { mean, axes };
}

/** Takes the mean off each row, and gives it. */
function centre(rows: Matrix): Float64Array {
  const mean = new Float64Array(rows.columns);
  for (let i = 0; i < rows.rows; i++) {
    const row = rowOf(rows, i);
    for (let d = 0; d < mean.length; d++) mean[d] += row[d] / rows.rows;
  }
  for (let i = 0; i < rows.rows; i++) {
    const row = rowOf(rows, i);
    for (let d = 0; d < mean.length; d++) row[d] -= mean[d];
  }
  return mean;
}

/** Rows that are straightened among each other one by one. */
const BLOCK_ROWS = 32;

/** Gram-Schmidt, the longest rows first, twice over for the sake of 32-bit sums; rows that lie within the others go. */
function straighten(rows: Matrix): Matrix {
  const lengths = Array.from({ length: rows.rows }, (_, i) => lengthOf(rowOf(rows, i)));
  const order = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a] || a - b);
  let kept = createMatrix(0, rows.columns);
  for (let start = 0; start < order.length; start += BLOCK_ROWS) {
    const chosen = order.slice(start, start + BLOCK_ROWS);
    const block = takeRows(rows, chosen);
    for (let pass = 0; pass < 2; pass++) takeOff(block, kept);
    const own: Float64Array[] = [];
    for (const [i, row] of chosen.entries()) {
      const rest = Float64Array.from(rowOf(block, i));
      for (let pass = 0; pass < 2; pass++)
        for (const axis of own) {
          const share = dot(rest, axis);
          for (let d = 0; d < rest.length; d++) rest[d] -= share * axis[d];
        }
      const left = lengthOf(rest);
      if (left > lengths[row] * MIN_REST) own.push(rest.map((x) => x / left));
    }
    const added = createMatrix(own.length, rows.columns);
    for (const [i, axis] of own.entries()) added.values.set(axis, i * rows.columns);
    kept = stackRows(kept, added);
  }
  return kept;
}

const lengthOf = (row: ArrayLike<number>): number => Math.sqrt(dot(row, row));

/** Takes off rows what lies along the axes. */
function takeOff(rows: Matrix, axes: Matrix): void {
  const { values } = multiply(multiply(rows, axes), transpose(axes));
  for (let i = 0; i < values.length; i++) rows.values[i] -= values[i];
}

/** Where each row lies along the axes: [rows, axes]. */
export function project(rows: Matrix, { mean, axes }: PrincipalAxes): Matrix {
  const projected = multiply(rows, axes);
  const offsets = Array.from({ length: axes.rows }, (_, k) => dot(mean, rowOf(axes, k)));
  for (let i = 0; i < rows.rows; i++) {
    const row = rowOf(projected, i);
    for (let k = 0; k < offsets.length; k++) row[k] -= offsets[k];
  }
  return projected;
}
