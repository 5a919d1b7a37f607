/** A fully connected network with rectified hidden layers, as `models/shots/train.ts` writes it. */
export interface NetworkWeights {
  /** Number of features, of values in each hidden layer and of scores. */
  readonly sizes: readonly number[];
  /**
   * Base64 (line breaks count for nothing) of little-endian float32: the mean of each feature, what it is multiplied by
   * after the mean is taken off, then for each layer its weights [inputs, outputs], row major, and its biases [outputs].
   */
  readonly values: string;
}

export interface Network {
  /** Scores before any softmax for one row of features; the array is used again by the next call. */
  run(features: Float32Array): Float32Array;
}

interface Layer {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  readonly values: Float32Array;
}

export function createNetwork({ sizes, values }: NetworkWeights): Network {
  const bytes = Buffer.from(values, 'base64');
  let at = 0;
  const take = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => {
      at += 4;
      return bytes.readFloatLE(at - 4);
    });
  const mean = take(sizes[0]);
  const scale = take(sizes[0]);
  const layers: Layer[] = sizes.slice(1).map((outputs, i) => ({
    weights: take(sizes[i] * outputs),
    biases: take(outputs),
    values: new Float32Array(outputs),
  }));
  const input = new Float32Array(sizes[0]);
  return {
    run(features) {
      for (let i = 0; i < input.length; i++) input[i] = (features[i] - mean[i]) * scale[i];
      let below: Float32Array = input;
      for (const [index, layer] of layers.entries()) {
        propagate(below, layer, index < layers.length - 1);
        below = layer.values;
      }
      return below;
    },
  };
}

function propagate(input: Float32Array, { weights, biases, values }: Layer, rectify: boolean): void {
  const width = values.length;
  values.set(biases);
  for (let i = 0; i < input.length; i++) {
    const value = input[i];
    if (value === 0) continue;
    const base = i * width;
    for (let o = 0; o < width; o++) values[o] += value * weights[base + o];
  }
  if (rectify) for (let o = 0; o < width; o++) if (values[o] < 0) values[o] = 0;
}
