import { applyCalibration, type Calibration } from '../core/heads/calibration.ts';
import { toProbability } from '../core/math/logit.ts';
import { lossesOf } from './loss.ts';
import { type Answers, leaveOutNone, type Predictions } from './targets.ts';

/**
 * Finds how logits become probabilities, on pictures that the classifier has not seen; the last `backgroundCount` are
 * of no class.
 */
export const calibrate = (predictions: Predictions, backgroundCount: number): Calibration =>
  predictions.targets.kind === 'multi-class'
    ? { type: 'softmax', temperature: findTemperature(predictions), backgroundClasses: backgroundCount }
    : { type: 'sigmoid', ...findSlopes(predictions) };

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const SEARCH_STEPS = 40;

/** The temperature of the least log loss (Guo et al., ICML 2017), by golden section on its logarithm. */
function findTemperature({ logits, targets }: Predictions): number {
  const lossAt = (logTemperature: number): number => {
    const values = logits.values.map((x) => x / Math.exp(logTemperature));
    return lossesOf({ logits: { ...logits, values }, targets }).reduce((sum, loss) => sum + loss, 0);
  };
  let [low, high] = [Math.log(0.05), Math.log(20)];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [lossLeft, lossRight] = [lossAt(left), lossAt(right)];
  for (let step = 0; step < SEARCH_STEPS; step++) {
    if (lossLeft <= lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - GOLDEN * (high - low);
      lossLeft = lossAt(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + GOLDEN * (high - low);
      lossRight = lossAt(right);
    }
  }
  return round(Math.exp((low + high) / 2));
}

function findSlopes({ logits, targets }: Predictions): { slopes: number[]; offsets: number[] } {
  const { classCount, rows } = targets;
  const fits = Array.from({ length: classCount }, (_, c) => {
    const known = [...Array(rows).keys()].filter((row) => targets.weights[row * classCount + c] > 0);
    return fitSigmoid(
      known.map((row) => logits.values[row * classCount + c]),
      known.map((row) => targets.labels[row * classCount + c] === 1),
    );
  });
  return { slopes: fits.map(({ slope }) => round(slope)), offsets: fits.map(({ offset }) => round(offset)) };
}

const NEWTON_STEPS = 100;
const RIDGE = 1e-9;

/**
 * Platt's sigmoid: targets a little inside 0 and 1, so that classes told apart without a mistake keep finite slopes
 * (Lin, Lin and Weng, "A note on Platt's probabilistic outputs", 2007: Newton with halving).
 */
function fitSigmoid(values: readonly number[], labels: readonly boolean[]): { slope: number; offset: number } {
  const positives = labels.filter(Boolean).length;
  const negatives = labels.length - positives;
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (negatives + 2)];
  const wanted = labels.map((label) => (label ? high : low));
  const lossAt = (slope: number, offset: number) =>
    values.reduce((sum, x, i) => {
      const z = slope * x + offset;
      return sum + Math.max(z, 0) - wanted[i] * z + Math.log1p(Math.exp(-Math.abs(z)));
    }, 0);
  let [slope, offset] = [0, Math.log((positives + 1) / (negatives + 1))];
  let loss = lossAt(slope, offset);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, RIDGE, 0, RIDGE];
    for (let i = 0; i < values.length; i++) {
      const p = toProbability(slope * values[i] + offset);
      const bend = p * (1 - p);
      ga += (p - wanted[i]) * values[i];
      gb += p - wanted[i];
      haa += bend * values[i] * values[i];
      hab += bend * values[i];
      hbb += bend;
    }
    const determinant = haa * hbb - hab * hab;
    const [da, db] = [-(hbb * ga - hab * gb) / determinant, -(haa * gb - hab * ga) / determinant];
    let length = 1;
    while (length > 1e-6 && !(lossAt(slope + length * da, offset + length * db) < loss)) length /= 2;
    if (length <= 1e-6) break;
    [slope, offset] = [slope + length * da, offset + length * db];
    const next = lossAt(slope, offset);
    const gain = loss - next;
    loss = next;
    if (gain < 1e-10 * loss) break;
  }
  // Higher logits never make a class less likely.
  return slope > 0 ? { slope, offset } : { slope: 0, offset: Math.log((positives + 1) / (negatives + 1)) };
}

const round = (value: number): number => Number(value.toPrecision(6));

/** Calibrated probabilities of the classes, without those of the background. */
export function toAnswers({ logits, targets }: Predictions, calibration: Calibration): Answers {
  const { rows, columns } = logits;
  const classCount = columns - (calibration.type === 'softmax' ? calibration.backgroundClasses : 0);
  const probabilities = new Float32Array(rows * classCount);
  for (let row = 0; row < rows; row++) {
    const own = logits.values.subarray(row * columns, (row + 1) * columns);
    probabilities.set(applyCalibration(own, calibration), row * classCount);
  }
  return { probabilities, targets: leaveOutNone(targets, classCount) };
}
