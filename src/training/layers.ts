import { type Matrix, multiply } from './matrix.ts';

/** A dense layer: unit u gives `sum_j weights[u][j] x[j] + bias[u]`, cut off below 0 where it is rectified. */
export interface DenseLayer {
  /** [units, inputs] */
  readonly weights: Matrix;
  readonly bias: Float64Array;
  readonly rectified: boolean;
}

/** What the layers make of rows of inputs: [rows, units of the last]. */
export function applyLayers(inputs: Matrix, layers: readonly DenseLayer[]): Matrix {
  return layers.reduce((rows, { weights, bias, rectified }) => {
    const outputs = multiply(rows, weights);
    const { values, columns } = outputs;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] + bias[i % columns];
      values[i] = rectified && value < 0 ? 0 : value;
    }
    return outputs;
  }, inputs);
}
