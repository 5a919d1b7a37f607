import type { Random } from './random.ts';

export interface Layer {
  /** Float32Array [inputs, outputs], row major. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

export interface Trainer {
  readonly layers: readonly Layer[];
  /** Adds one example's gradient; gives its weighted loss. */
  learn(input: Float32Array, label: number, weight: number): number;
  /** Applies the gradients added since the last step (Adam, Kingma and Ba 2015) and forgets them. */
  step(learningRate: number): void;
}

const DECAY_MEAN = 0.9;
const DECAY_SQUARES = 0.999;
const EPSILON = 1e-8;
/** Decoupled weight decay (Loshchilov and Hutter 2019). */
const WEIGHT_DECAY = 0.01;

/** A fully connected network with rectified hidden layers and softmax cross entropy. */
export function createTrainer(sizes: readonly number[], random: Random): Trainer {
  const layers = sizes.slice(1).map((outputs, i) => {
    const limit = Math.sqrt(6 / sizes[i]);
    return {
      weights: Float32Array.from({ length: sizes[i] * outputs }, () => random.between(-limit, limit)),
      biases: new Float32Array(outputs),
    };
  });
  const parameters = layers.flatMap(({ weights, biases }) => [weights, biases]);
  const gradients = parameters.map((p) => new Float32Array(p.length));
  const means = parameters.map((p) => new Float32Array(p.length));
  const squares = parameters.map((p) => new Float32Array(p.length));
  const values: Float32Array[] = sizes.map((size) => new Float32Array(size));
  const errors = sizes.map((size) => new Float32Array(size));
  let steps = 0;

  return {
    layers,
    learn(input, label, weight) {
      values[0] = input;
      layers.forEach((layer, l) => {
        forward(values[l], layer, values[l + 1], l < layers.length - 1);
      });
      const top = values[layers.length];
      const largest = Math.max(...top);
      let sum = 0;
      for (const score of top) sum += Math.exp(score - largest);
      const error = errors[layers.length];
      for (let o = 0; o < top.length; o++) {
        error[o] = weight * (Math.exp(top[o] - largest) / sum - (o === label ? 1 : 0));
      }
      for (let l = layers.length - 1; l >= 0; l--) {
        backward(values[l], layers[l].weights, errors[l + 1], errors[l], gradients[2 * l], gradients[2 * l + 1]);
      }
      return weight * (Math.log(sum) - (top[label] - largest));
    },
    step(learningRate) {
      steps++;
      const meanScale = 1 / (1 - DECAY_MEAN ** steps);
      const squareScale = 1 / (1 - DECAY_SQUARES ** steps);
      parameters.forEach((parameter, p) => {
        const gradient = gradients[p];
        for (let i = 0; i < parameter.length; i++) {
          const g = gradient[i];
          means[p][i] += (1 - DECAY_MEAN) * (g - means[p][i]);
          squares[p][i] += (1 - DECAY_SQUARES) * (g * g - squares[p][i]);
          const move = (means[p][i] * meanScale) / (Math.sqrt(squares[p][i] * squareScale) + EPSILON);
          parameter[i] -= learningRate * (move + WEIGHT_DECAY * parameter[i]);
        }
        gradient.fill(0);
      });
    },
  };
}

function forward(input: Float32Array, layer: Layer, out: Float32Array, rectify: boolean): void {
  const width = out.length;
  out.set(layer.biases);
  for (let i = 0; i < input.length; i++) {
    const value = input[i];
    if (value === 0) continue;
    const base = i * width;
    for (let o = 0; o < width; o++) out[o] += value * layer.weights[base + o];
  }
  if (rectify) for (let o = 0; o < width; o++) if (out[o] < 0) out[o] = 0;
}

/** Adds a layer's gradients and hands the error down; a rectified value of 0 passes none on. */
function backward(
  input: Float32Array,
  weights: Float32Array,
  error: Float32Array,
  errorBelow: Float32Array,
  weightGradient: Float32Array,
  biasGradient: Float32Array,
): void {
  const width = error.length;
  for (let o = 0; o < width; o++) biasGradient[o] += error[o];
  for (let i = 0; i < input.length; i++) {
    const value = input[i];
    let below = 0;
    const base = i * width;
    if (value !== 0) {
      for (let o = 0; o < width; o++) {
        weightGradient[base + o] += value * error[o];
        below += weights[base + o] * error[o];
      }
    }
    errorBelow[i] = below;
  }
}
