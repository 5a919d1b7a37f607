import { endianness } from 'node:os';
import type { Dense } from './head-file.ts';

const MAX_CODE = 32_767;

/** Weights as a head file keeps them: 16 bits each, at a scale of its own for each unit. `weights` is [units, inputs]. */
export function encodeDense(
  weights: Float64Array,
  bias: ArrayLike<number>,
  inputs: number,
  activation: Dense['activation'],
): Dense {
  const units = bias.length;
  const codes = Buffer.alloc(units * inputs * 2);
  const scales: number[] = [];
  for (let unit = 0; unit < units; unit++) {
    const row = weights.subarray(unit * inputs, (unit + 1) * inputs);
    const most = row.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
    const scale = Math.fround(most / MAX_CODE);
    scales.push(scale);
    for (let i = 0; i < inputs; i++)
      codes.writeInt16LE(scale === 0 ? 0 : clampCode(Math.round(row[i] / scale)), (unit * inputs + i) * 2);
  }
  return {
    inputs,
    units,
    activation,
    codes: codes.toString('base64'),
    scales,
    // Nine digits are more than a 32-bit float tells.
    bias: Array.from(bias, (value) => Number(value.toPrecision(9))),
  };
}

const clampCode = (code: number): number => Math.max(-MAX_CODE, Math.min(MAX_CODE, code));

/** A dense layer ready to run. */
export interface OpenDense {
  readonly units: number;
  /** `input` is Float64Array [inputs]; the answer Float64Array [units]. Sums run in a fixed order. */
  apply(input: Float64Array): Float64Array;
}

export function openDense({ inputs, units, activation, codes, scales, bias }: Dense): OpenDense {
  const bytes = Uint8Array.from(Buffer.from(codes, 'base64'));
  if (endianness() === 'BE') Buffer.from(bytes.buffer).swap16();
  const weights = new Int16Array(bytes.buffer);
  const cutsBelowZero = activation === 'relu';
  return {
    units,
    apply(input) {
      const output = new Float64Array(units);
      for (let unit = 0; unit < units; unit++) {
        const start = unit * inputs;
        let even = 0;
        let odd = 0;
        let i = 0;
        for (; i + 1 < inputs; i += 2) {
          even += weights[start + i] * input[i];
          odd += weights[start + i + 1] * input[i + 1];
        }
        if (i < inputs) even += weights[start + i] * input[i];
        const sum = (even + odd) * scales[unit] + bias[unit];
        output[unit] = cutsBelowZero && sum < 0 ? 0 : sum;
      }
      return output;
    },
  };
}
