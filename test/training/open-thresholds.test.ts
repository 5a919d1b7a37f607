import test from 'ava';
import { findOpenThresholds, type OpenAnswers, scoreOpen } from '../../src/training/open-thresholds.ts';

/** Two classes: `counts` gives, for each probability, how many rows of it are right and wrong, by class. */
function answersOf(classes: readonly (readonly [probability: number, right: number, wrong: number])[][]): OpenAnswers {
  const cells = classes.flatMap((steps, c) =>
    steps.flatMap(([probability, right, wrong]) => [
      ...Array.from({ length: right }, () => ({ c, probability, label: 1 })),
      ...Array.from({ length: wrong }, () => ({ c, probability, label: 0 })),
    ]),
  );
  const classCount = classes.length;
  const probabilities = new Float64Array(cells.length * classCount);
  const labels = new Uint8Array(cells.length * classCount);
  const weights = new Float32Array(cells.length * classCount).fill(1);
  for (const [row, { c, probability, label }] of cells.entries()) {
    probabilities[row * classCount + c] = probability;
    labels[row * classCount + c] = label;
  }
  return { probabilities, labels, weights, classCount };
}
const rowsOf = ({ labels, classCount }: OpenAnswers) => Array.from({ length: labels.length / classCount }, (_, i) => i);

test('classes share the least threshold at which enough is right', (t) => {
  const answers = answersOf([
    [
      [0.9, 30, 1],
      [0.6, 10, 1],
      [0.5, 5, 30],
    ],
    [[0.7, 3, 0]],
  ]);
  const thresholds = findOpenThresholds(answers, rowsOf(answers), 0.9);
  t.is(thresholds[0], thresholds[1]);
  t.true(thresholds[0]! > 0.5 && thresholds[0]! <= 0.6, String(thresholds[0]));
  t.true(scoreOpen(answers, rowsOf(answers), thresholds).precision >= 0.9);
});

test('a class that is wrong more often has a threshold of its own', (t) => {
  const answers = answersOf([
    [[0.6, 200, 4]],
    [
      [0.9, 25, 1],
      [0.6, 5, 12],
    ],
  ]);
  const [first, second] = findOpenThresholds(answers, rowsOf(answers), 0.9);
  t.true(first! <= 0.6);
  t.true(second! > 0.6 && second! <= 0.9, String(second));
});

test('what can be argued about counts neither way, and a row counts once', (t) => {
  const answers: OpenAnswers = {
    probabilities: [0.9, 0.9, 0.9, 0.1, 0.2, 0.1],
    labels: Uint8Array.of(1, 1, 0, 0, 1, 0),
    weights: Float32Array.of(1, 1, 0, 1, 1, 1),
    classCount: 2,
  };
  t.deepEqual(scoreOpen(answers, [0, 1, 2], [0.5, 0.5]), { said: 2, precision: 1, coverage: 1 / 3 });
  t.deepEqual(scoreOpen(answers, [1], [0.5, 0.5]), { said: 0, precision: 1, coverage: 0 });
});
