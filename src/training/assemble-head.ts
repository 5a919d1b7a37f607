import { encodeDense } from '../core/heads/dense.ts';
import type { Dense } from '../core/heads/head-file.ts';
import type { DenseLayer } from './layers.ts';
import { rowOf } from './matrix.ts';
import type { PrincipalAxes } from './principal-axes.ts';

/** The layers of a head file: the first reads features instead of their places along the axes. */
export const encodeLayers = ([first, ...others]: readonly DenseLayer[], axes: PrincipalAxes): Dense[] =>
  [spread(first, axes), ...others].map(({ weights, bias, rectified }) =>
    encodeDense(Float64Array.from(weights.values), bias, weights.columns, rectified ? 'relu' : 'none'),
  );

/** `W (A (x - mean)) + b` is `(W A) x + (b - W A mean)`. */
function spread({ weights, bias, rectified }: DenseLayer, { mean, axes }: PrincipalAxes): DenseLayer {
  const values = new Float32Array(weights.rows * axes.columns);
  const row = new Float64Array(axes.columns);
  const shifted = bias.slice();
  for (let unit = 0; unit < weights.rows; unit++) {
    row.fill(0);
    for (let k = 0; k < axes.rows; k++) {
      const weight = weights.values[unit * weights.columns + k];
      const axis = rowOf(axes, k);
      for (let d = 0; d < row.length; d++) row[d] += weight * axis[d];
    }
    for (let d = 0; d < row.length; d++) shifted[unit] -= row[d] * mean[d];
    values.set(row, unit * axes.columns);
  }
  return { weights: { rows: weights.rows, columns: axes.columns, values }, bias: shifted, rectified };
}
