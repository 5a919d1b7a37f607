import { type Matrix, rowOf } from './matrix.ts';
import type { Predictions, Targets } from './targets.ts';

/**
 * Mean cross entropy of rows whose logits are `logits` [rows, classes] plus `bias` [classes]. Writes how it changes with
 * each logit to `slopes` [classes, rows], and gives how it changes with each bias.
 */
export function measureLoss(
  logits: Matrix,
  bias: Float64Array,
  targets: Targets,
  slopes: Matrix,
): { loss: number; biasSlopes: Float64Array } {
  const { rows, classCount } = targets;
  const biasSlopes = new Float64Array(classCount);
  const values = new Float64Array(classCount);
  const errors = new Float64Array(classCount);
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < classCount; c++) values[c] = logits.values[row * classCount + c] + bias[c];
    loss += lossOfRow(values, targets, row, errors) / rows;
    for (let c = 0; c < classCount; c++) {
      const slope = errors[c] / rows;
      slopes.values[c * rows + row] = slope;
      biasSlopes[c] += slope;
    }
  }
  return { loss, biasSlopes };
}

/** Cross entropy of one row; writes the derivative by each logit. */
export function lossOfRow(values: Float64Array, targets: Targets, row: number, errors: Float64Array): number {
  return targets.kind === 'multi-class'
    ? softmaxLoss(values, targets, row, errors)
    : sigmoidLoss(values, targets, row, errors);
}

function softmaxLoss(values: Float64Array, targets: Targets, row: number, errors: Float64Array): number {
  const right = targets.labels.indexOf(1, row * targets.classCount) - row * targets.classCount;
  const weight = targets.weights[row * targets.classCount + right];
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < values.length; c++) if (values[c] > most) most = values[c];
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    errors[c] = Math.exp(values[c] - most);
    sum += errors[c];
  }
  for (let c = 0; c < values.length; c++) errors[c] = (weight * errors[c]) / sum;
  errors[right] -= weight;
  return weight * (Math.log(sum) + most - values[right]);
}

function sigmoidLoss(values: Float64Array, targets: Targets, row: number, errors: Float64Array): number {
  const start = row * values.length;
  let loss = 0;
  for (let c = 0; c < values.length; c++) {
    const [label, weight] = [targets.labels[start + c], targets.weights[start + c]];
    // With the sign turned so that a large number is right: log(1 + exp(-x)) without overflow.
    const x = label === 1 ? values[c] : -values[c];
    const power = Math.exp(-Math.abs(x));
    const wrong = x >= 0 ? power / (1 + power) : 1 / (1 + power);
    loss += weight * (Math.log1p(power) + (x < 0 ? -x : 0));
    errors[c] = label === 1 ? -weight * wrong : weight * wrong;
  }
  return loss;
}

/** The cross entropy of each row: Float64Array [rows]. */
export function lossesOf({ logits, targets }: Predictions): Float64Array {
  const errors = new Float64Array(targets.classCount);
  return Float64Array.from({ length: targets.rows }, (_, row) =>
    lossOfRow(Float64Array.from(rowOf(logits, row)), targets, row, errors),
  );
}
