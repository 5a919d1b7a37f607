import { toProbability } from '../math/logit.ts';
import type { HeadFile } from './head-file.ts';

export type Calibration = HeadFile['calibration'];

/**
 * Probabilities of a head's logits [outputs]: Float32Array [classes] of 0..1. A softmax at a temperature (Guo et al., "On
 * Calibration of Modern Neural Networks", ICML 2017), in which outputs of background classes take part and are left
 * out; or each class by its slope and offset (Platt).
 */
export function applyCalibration(logits: ArrayLike<number>, calibration: Calibration): Float32Array {
  if (calibration.type === 'sigmoid') {
    const { slopes, offsets } = calibration;
    return Float32Array.from(logits, (x, c) => toProbability(slopes[c] * x + offsets[c]));
  }
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < logits.length; c++) most = Math.max(most, logits[c]);
  const powers = Array.from(logits, (x) => Math.exp((x - most) / calibration.temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return Float32Array.from(powers.slice(0, powers.length - calibration.backgroundClasses), (power) => power / sum);
}
