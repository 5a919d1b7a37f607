import type { FoldedConv } from '../weights.ts';

/** Codes of a convolution's weights and bias for 8-bit arithmetic. */
export interface QuantizedConv {
  /** Int8Array [out, in, rows, columns]: value = code x scale of its output channel. */
  readonly codes: Int8Array;
  /** Float32Array [out]. */
  readonly scales: Float32Array;
  /** Int32Array [out]: value = code x input scale x scale of its channel. */
  readonly bias: Int32Array;
  /** Float32Array [out]: step of each bias code. */
  readonly biasScales: Float32Array;
}

const MAX_CODE = 127;
/** Bias codes stay below a quarter of int32, which leaves the sums room. */
const MAX_BIAS_CODE = 2 ** 29;

/**
 * Symmetric 8-bit weights with a scale for each output channel (the largest weight gets code +-127), and 32-bit biases
 * in the step of the products.
 */
export function quantizeConv({ weights, bias }: FoldedConv, inputScale: number): QuantizedConv {
  const channels = bias.length;
  const size = weights.length / channels;
  const scales = new Float32Array(channels);
  const codes = new Int8Array(weights.length);
  for (let channel = 0; channel < channels; channel++) {
    const [from, to] = [channel * size, (channel + 1) * size];
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(weights[i]!));
    // A dead channel still needs a step in which its bias can be told.
    const smallestScale = Math.max(Math.abs(bias[channel]!) / (MAX_BIAS_CODE * inputScale), Number.MIN_VALUE ** 0.1);
    const scale = Math.fround(Math.max(largest / MAX_CODE, smallestScale));
    scales[channel] = scale;
    for (let i = from; i < to; i++) codes[i] = Math.round(weights[i]! / scale);
  }
  const biasScales = scales.map((scale) => inputScale * scale);
  return { codes, scales, bias: Int32Array.from(bias, (value, i) => Math.round(value / biasScales[i]!)), biasScales };
}
