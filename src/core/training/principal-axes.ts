import { dot } from '../scenes/dot.ts';
import { createMatrix, type Matrix, multiply, rowOf, transpose } from './matrix.ts';
import { createRandom } from './random.ts';

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
const LEAST_REST = 1e-4;

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

/** Gram-Schmidt, the longest row first, twice over for the sake of 32-bit sums; rows that lie within the others go. */
function straighten(rows: Matrix): Matrix {
  const lengthOf = (row: ArrayLike<number>) => Math.sqrt(dot(row, row));
  const order = Array.from({ length: rows.rows }, (_, i) => ({ i, length: lengthOf(rowOf(rows, i)) })).sort(
    (a, b) => b.length - a.length || a.i - b.i,
  );
  const kept: Float64Array[] = [];
  for (const { i, length } of order) {
    const rest = Float64Array.from(rowOf(rows, i));
    for (let pass = 0; pass < 2; pass++)
      for (const axis of kept) {
        const share = dot(rest, axis);
        for (let d = 0; d < rest.length; d++) rest[d] -= share * axis[d];
      }
    const left = lengthOf(rest);
    if (left <= length * LEAST_REST || left === 0) continue;
    for (let d = 0; d < rest.length; d++) rest[d] /= left;
    kept.push(rest);
  }
  const axes = createMatrix(kept.length, rows.columns);
  for (const [i, axis] of kept.entries()) axes.values.set(axis, i * rows.columns);
  return axes;
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
