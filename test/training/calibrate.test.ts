import test from 'ava';
import { createRandom } from '../../src/core/math/random.ts';
import { calibrate, toAnswers } from '../../src/training/calibrate.ts';
import { binAnswers, calibrationError } from '../../src/training/metrics.ts';
import type { Predictions } from '../../src/training/targets.ts';

const ROWS = 4000;

/** Answers whose true logits are known, said `sureness` times too surely. */
function drawPredictions(kind: 'multi-class' | 'multi-label', sureness: number): Predictions {
  const random = createRandom(5);
  const classCount = 3;
  const logits = new Float32Array(ROWS * classCount);
  const labels = new Uint8Array(ROWS * classCount);
  for (let row = 0; row < ROWS; row++) {
    const own = Array.from({ length: classCount }, () => 4 * (random() - 0.5));
    for (let c = 0; c < classCount; c++) {
      logits[row * classCount + c] = own[c] * sureness;
      if (kind === 'multi-label') labels[row * classCount + c] = random() < 1 / (1 + Math.exp(-own[c])) ? 1 : 0;
    }
    if (kind === 'multi-class') {
      const sum = own.reduce((total, x) => total + Math.exp(x), 0);
      let left = random() * sum;
      const right = own.findIndex((x) => {
        left -= Math.exp(x);
        return left < 0;
      });
      labels[row * classCount + right] = 1;
    }
  }
  const weights = new Float32Array(labels.length).fill(1);
  return {
    logits: { rows: ROWS, columns: classCount, values: logits },
    targets: { kind, rows: ROWS, classCount, labels, weights },
  };
}

test('the temperature takes back what was said too surely', (t) => {
  const calibration = calibrate(drawPredictions('multi-class', 3), 0);
  t.true(calibration.type === 'softmax' && Math.abs(calibration.temperature - 3) < 0.2);
});

test('outputs of background classes take part and are left out', (t) => {
  const predictions = drawPredictions('multi-class', 3);
  const calibration = calibrate(predictions, 1);
  const { probabilities, targets } = toAnswers(predictions, calibration);
  t.is(targets.kind, 'multi-label');
  t.is(targets.classCount, 2);
  t.is(probabilities.length, 2 * ROWS);
  const [all, own] = [predictions.targets.labels, targets.labels];
  t.deepEqual(
    [...own.subarray(0, 20)],
    [...all.subarray(0, 30)].filter((_, i) => i % 3 < 2),
  );
  const answers = [...probabilities].map((confidence, i) => ({ confidence, right: own[i] === 1 }));
  t.true(calibrationError(binAnswers(answers))! < 0.02);
});

test('slopes take back what was said too surely, class by class', (t) => {
  const predictions = drawPredictions('multi-label', 2);
  const calibration = calibrate(predictions, 0);
  if (calibration.type !== 'sigmoid') return t.fail();
  for (const slope of calibration.slopes) t.true(Math.abs(slope - 0.5) < 0.06);
  for (const offset of calibration.offsets) t.true(Math.abs(offset) < 0.15);
  const { probabilities } = toAnswers(predictions, calibration);
  const answers = [...probabilities].map((confidence, i) => ({
    confidence,
    right: predictions.targets.labels[i] === 1,
  }));
  t.true(calibrationError(binAnswers(answers))! < 0.02);
});

test('a class told apart without a mistake keeps a finite slope', (t) => {
  const values = Float32Array.from({ length: 20 }, (_, i) => (i < 10 ? 5 : -5));
  const labels = Uint8Array.from({ length: 20 }, (_, i) => (i < 10 ? 1 : 0));
  const weights = new Float32Array(20).fill(1);
  const targets = { kind: 'multi-label' as const, rows: 20, classCount: 1, labels, weights };
  const calibration = calibrate({ logits: { rows: 20, columns: 1, values }, targets }, 0);
  t.true(calibration.type === 'sigmoid' && calibration.slopes[0] > 0 && calibration.slopes[0] < 5);
});
