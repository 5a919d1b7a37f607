import { createRandom, type Random, shuffle } from '../core/math/random.ts';
import { openAdam, WEIGHT_DECAY } from './adam.ts';
import { applyLayers, type DenseLayer } from './layers.ts';
import type { Examples, Learner, Method } from './learner.ts';
import { measureLoss } from './loss.ts';
import { createMatrix, type Matrix, multiply, takeRows, transpose } from './matrix.ts';
import { takeTargets } from './targets.ts';

const MAX_EPOCHS = 60;
const BATCH = 128;

/** A network with one hidden layer of rectified units; its settings are epochs, so that it ends before it learns by heart. */
export const hiddenLayerMethod = (units: number, seed: number): Method => ({
  settings: Array.from({ length: MAX_EPOCHS }, (_, i) => i + 1),
  patience: 6,
  open: (examples) => openHiddenLayer(examples, units, seed),
  pathTo: (epochs) => Array.from({ length: epochs }, (_, i) => i + 1),
  regularisationAt: () => WEIGHT_DECAY,
});

function openHiddenLayer({ features, targets }: Examples, units: number, seed: number): Learner {
  const random = createRandom(seed);
  const { rows, columns } = features;
  // The features are small numbers; so scaled they have a mean square of 1, which Adam's step sizes are made for.
  const scale = Math.sqrt(features.values.length / (features.values.reduce((sum, x) => sum + x * x, 0) || 1));
  const inputs: Matrix = { ...features, values: features.values.map((x) => x * scale) };
  const first: DenseLayer = {
    weights: drawWeights(units, columns, random),
    bias: new Float64Array(units),
    rectified: true,
  };
  const last: DenseLayer = {
    weights: drawWeights(targets.classCount, units, random),
    bias: new Float64Array(targets.classCount),
    rectified: false,
  };
  const adam = openAdam([first.weights.values, first.bias, last.weights.values, last.bias]);
  const learn = (batch: readonly number[]): void => {
    const x = takeRows(inputs, batch);
    const hidden = applyLayers(x, [first]);
    const slopes = createMatrix(targets.classCount, batch.length);
    const { biasSlopes } = measureLoss(multiply(hidden, last.weights), last.bias, takeTargets(targets, batch), slopes);
    const back = multiply(transpose(slopes), transpose(last.weights));
    const hiddenSlopes = new Float64Array(units);
    for (let i = 0; i < back.values.length; i++) {
      if (hidden.values[i] <= 0) back.values[i] = 0;
      hiddenSlopes[i % units] += back.values[i];
    }
    adam.step([
      multiply(transpose(back), transpose(x)).values,
      hiddenSlopes,
      multiply(slopes, transpose(hidden)).values,
      biasSlopes,
    ]);
  };
  return {
    fit() {
      const order = shuffle([...Array(rows).keys()], random);
      for (let start = 0; start < rows; start += BATCH) learn(order.slice(start, start + BATCH));
      const copy = (layer: DenseLayer, by: number): DenseLayer => ({
        weights: { ...layer.weights, values: layer.weights.values.map((w) => w * by) },
        bias: layer.bias.slice(),
        rectified: layer.rectified,
      });
      return [copy(first, scale), copy(last, 1)];
    },
  };
}

/** For rectified units (He et al., ICCV 2015). */
function drawWeights(units: number, inputs: number, random: Random): Matrix {
  const weights = createMatrix(units, inputs);
  const limit = Math.sqrt(6 / inputs);
  for (let i = 0; i < weights.values.length; i++) weights.values[i] = limit * (2 * random() - 1);
  return weights;
}
