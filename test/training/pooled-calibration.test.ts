import test from 'ava';
import { createRandom } from '../../src/core/math/random.ts';
import { applyPooled, calibratePooled } from '../../src/training/pooled-calibration.ts';

/** Logits of classes whose true probability is sigmoid(0.5 x + offset). */
function draw(rows: number, offsets: readonly number[], known: readonly number[]) {
  const random = createRandom(3);
  const classCount = offsets.length;
  const values = new Float32Array(rows * classCount);
  const labels = new Uint8Array(rows * classCount);
  const weights = new Float32Array(rows * classCount);
  for (let i = 0; i < values.length; i++) {
    const c = i % classCount;
    values[i] = 8 * random() - 4;
    labels[i] = random() < 1 / (1 + Math.exp(-(0.5 * values[i] + offsets[c]))) ? 1 : 0;
    weights[i] = Math.floor(i / classCount) < known[c] ? 1 : 0;
  }
  return {
    logits: { rows, columns: classCount, values },
    targets: { kind: 'multi-label' as const, rows, classCount, labels, weights },
  };
}

test('one slope, and an offset for each class, are found again', (t) => {
  const { slope, offsets } = calibratePooled(draw(4000, [-1, 1], [4000, 4000]), new Float32Array(8000));
  t.true(Math.abs(slope - 0.5) < 0.05, String(slope));
  t.true(Math.abs(offsets[0]! + 1) < 0.15 && Math.abs(offsets[1]! - 1) < 0.15, String(offsets));
});

test('a class of which nothing is known has the offset of the others', (t) => {
  const predictions = draw(2000, [-2, -2, 3], [2000, 2000, 0]);
  const none = new Float32Array(6000);
  const { slope, offsets, contexts } = calibratePooled(predictions, none);
  t.true(Math.abs(offsets[2]! + 2) < 0.3, String(offsets));
  const probabilities = applyPooled(predictions, none, { slope, offsets, contexts });
  t.is(probabilities.length, 6000);
  t.true(probabilities.every((p) => p > 0 && p < 1));
});

test('a film never counts against what it shows', (t) => {
  const predictions = draw(2000, [-1, 1], [2000, 2000]);
  // What supports a class in the film is there where the class is not.
  const against = Float32Array.from(predictions.targets.labels, (label) => (label === 1 ? -1 : 1));
  t.deepEqual(Array.from(calibratePooled(predictions, against).contexts), [0, 0]);
});
