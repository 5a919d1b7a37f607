import { toProbability } from '../core/math/logit.ts';
import { minimise } from './minimise.ts';
import type { Predictions } from './targets.ts';

/** How far the offsets of classes spread around their mean, in logits: a class that was hardly seen keeps near the mean. */
const SPREAD = 2;
/**
 * How far the weights of the context spread around their mean: films keep to drawings, not to hands. At a
 * precision of 0.86 a right label on 0.57 of 578 frames of films held out with 0.3, on 0.60 with 1.5.
 */
const CONTEXT_SPREAD = 1.5;
const MAX_STEPS = 100;
const TOLERANCE = 1e-9;

export interface PooledCalibration {
  /** Of every class. */
  readonly slope: number;
  /** One a class. */
  readonly offsets: Float64Array;
  /** Weight of the context of each class, 0 or more. */
  readonly contexts: Float64Array;
}

/**
 * Finds one slope for all classes and an offset for each: the logistic regression of least loss in which offsets lie
 * around a common one (a normal prior of spread `SPREAD`), and the slope around 1. Platt's sigmoid for each class by itself
 * would need more answers than rare classes have.
 *
 * @param predictions logits of rows that the classifier has not seen; weights say how much each answer counts
 * @param context of each logit: by how much the rows of its film lie above those of other films
 */
export function calibratePooled({ logits, targets }: Predictions, context: Float32Array): PooledCalibration {
  const { rows, classCount, labels, weights } = targets;
  // The slope, the common offset and context, then each class's distance from these.
  const point = new Float64Array(3 + 2 * classCount);
  const [ownOffsets, ownContexts] = [3, 3 + classCount];
  point[0] = 1;
  const objective = (at: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let loss = (at[0] - 1) ** 2 / 2;
    gradient[0] = at[0] - 1;
    for (let c = 0; c < classCount; c++) {
      const [offset, share] = [at[ownOffsets + c], at[ownContexts + c]];
      loss += offset ** 2 / (2 * SPREAD ** 2) + share ** 2 / (2 * CONTEXT_SPREAD ** 2);
      gradient[ownOffsets + c] = offset / SPREAD ** 2;
      gradient[ownContexts + c] = share / CONTEXT_SPREAD ** 2;
    }
    for (let row = 0; row < rows; row++)
      for (let c = 0; c < classCount; c++) {
        const i = row * classCount + c;
        const weight = weights[i];
        if (weight === 0) continue;
        const z = at[0] * logits.values[i] + at[1] + at[ownOffsets + c] + (at[2] + at[ownContexts + c]) * context[i];
        const x = labels[i] === 1 ? z : -z;
        const power = Math.exp(-Math.abs(x));
        loss += weight * (Math.log1p(power) + (x < 0 ? -x : 0));
        const wrong = weight * (x >= 0 ? power / (1 + power) : 1 / (1 + power));
        const slope = labels[i] === 1 ? -wrong : wrong;
        gradient[0] += slope * logits.values[i];
        gradient[1] += slope;
        gradient[ownOffsets + c] += slope;
        gradient[2] += slope * context[i];
        gradient[ownContexts + c] += slope * context[i];
      }
    return loss;
  };
  minimise(objective, point, { tolerance: TOLERANCE, maxSteps: MAX_STEPS });
  return {
    slope: point[0],
    offsets: Float64Array.from({ length: classCount }, (_, c) => point[1] + point[ownOffsets + c]),
    // Below 0 a film full of maps would count against maps: that is noise of few films.
    contexts: Float64Array.from({ length: classCount }, (_, c) => Math.max(0, point[2] + point[ownContexts + c])),
  };
}

/** Probabilities of logits: Float64Array [rows, classes] of 0..1. */
export function applyPooled(
  { logits }: Predictions,
  context: Float32Array,
  { slope, offsets, contexts }: PooledCalibration,
): Float64Array {
  const { values, columns } = logits;
  return Float64Array.from(values, (x, i) => {
    const c = i % columns;
    return toProbability(slope * x + offsets[c] + contexts[c] * context[i]);
  });
}
