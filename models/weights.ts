import { BATCH_NORM_EPSILON, type ConvLayer } from './architecture.ts';
import { expectShape, type TensorSource } from './sources/tensor-source.ts';

/** A convolution with its batch normalisation folded in. */
export interface FoldedConv {
  /** Float32Array [out, in, rows, columns], as ONNX wants it. */
  readonly weights: Float32Array;
  /** Float32Array [out]. */
  readonly bias: Float32Array;
}

export interface DenseWeights {
  /** Float32Array [in, out]. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Reads a convolution and folds its normalisation: with k = 1 / sqrt(variance + epsilon), weights x k and
 * beta - mean x k. Keras keeps kernels as [rows, columns, in, out]; ours are [out, in, rows, columns].
 *
 * Errors: kind `model`, naming the tensor that is missing or has another shape.
 */
export function readFoldedConv(source: TensorSource, layer: ConvLayer): FoldedConv {
  const { index, channels, inputChannels } = layer;
  const [rows, columns] = layer.kernel;
  const readPart = (part: 'beta' | 'moving_mean' | 'moving_variance') =>
    expectShape(source.readConv(index, part), [channels], `batch_normalization_${index}/${part}`, source.origin);
  const kernelShape = [rows, columns, inputChannels, channels];
  const kernel = expectShape(source.readConv(index, 'kernel'), kernelShape, `conv2d_${index}/kernel`, source.origin);
  const beta = readPart('beta');
  const mean = readPart('moving_mean');
  const factors = Float64Array.from(
    readPart('moving_variance'),
    (variance) => 1 / Math.sqrt(variance + BATCH_NORM_EPSILON),
  );
  const area = rows * columns;
  const weights = new Float32Array(kernel.length);
  for (let position = 0, from = 0; position < area; position++)
    for (let input = 0; input < inputChannels; input++)
      for (let output = 0; output < channels; output++, from++)
        weights[(output * inputChannels + input) * area + position] = kernel[from]! * factors[output]!;
  return { weights, bias: beta.map((value, output) => value - mean[output]! * factors[output]!) };
}

/** Reads a dense layer. Errors: kind `model`, as `readFoldedConv`. */
export function readDense(source: TensorSource, name: string, inputs: number, units: number): DenseWeights {
  return {
    weights: expectShape(source.readDense(name, 'kernel'), [inputs, units], `${name}/kernel`, source.origin),
    bias: expectShape(source.readDense(name, 'bias'), [units], `${name}/bias`, source.origin),
  };
}

/**
 * Folds a picture's scaling into the convolution that sees it: w(sx + o) = (ws)x + ow. That convolution pads nothing,
 * so the offset adds the same at every position.
 */
export function foldInput({ weights, bias }: FoldedConv, input: { scale: number; offset: number }): FoldedConv {
  const size = weights.length / bias.length;
  const sumOf = (channel: number) =>
    weights.subarray(channel * size, (channel + 1) * size).reduce((sum, weight) => sum + weight, 0);
  return {
    weights: weights.map((weight) => weight * input.scale),
    bias: bias.map((value, channel) => value + input.offset * sumOf(channel)),
  };
}

/** Divides each output channel by its factor, and multiplies the weights of each input channel by its own. */
export function equaliseConv(
  { weights, bias }: FoldedConv,
  inputFactors: readonly number[] | null,
  outputFactors: readonly number[] | null,
): FoldedConv {
  const size = weights.length / bias.length;
  const area = inputFactors ? size / inputFactors.length : size;
  const outputFactor = (channel: number) => outputFactors?.[channel] ?? 1;
  const equalised = new Float32Array(weights.length);
  for (let from = 0; from < weights.length; from += area) {
    const inputFactor = inputFactors?.[(from % size) / area] ?? 1;
    const divisor = outputFactor(Math.floor(from / size));
    for (let i = from; i < from + area; i++) equalised[i] = (weights[i]! * inputFactor) / divisor;
  }
  return { weights: equalised, bias: bias.map((value, channel) => value / outputFactor(channel)) };
}
