import test from 'ava';
import { type Example, fitLogistic } from '../../../models/shots/logistic.ts';

/** Points of a line, of which those above `from` are true, but for one. */
const examples: Example[] = Array.from({ length: 40 }, (_, i) => ({
  features: Float32Array.of(i / 40, i % 2),
  isTrue: i === 5 || (i > 20 && i !== 30),
  weight: 1,
}));

const probability = ({ mean, scale, weights, bias }: ReturnType<typeof fitLogistic>, features: readonly number[]) =>
  1 / (1 + Math.exp(-features.reduce((sum, x, i) => sum + weights[i] * (x - mean[i]) * scale[i], bias)));

test('what tells apart weighs, what does not weighs next to nothing', (t) => {
  const fitted = fitLogistic(examples, 0.1);
  t.true(probability(fitted, [0.05, 0.5]) < 0.15);
  t.true(probability(fitted, [0.95, 0.5]) > 0.85);
  t.true(Math.abs(fitted.weights[1]) < 0.3 * Math.abs(fitted.weights[0]));
});

test('probabilities sum to the number of true ones, as the bias is free', (t) => {
  const fitted = fitLogistic(examples, 3);
  const sum = examples.reduce((total, { features }) => total + probability(fitted, [...features]), 0);
  t.true(Math.abs(sum - examples.filter(({ isTrue }) => isTrue).length) < 0.1);
});

test('an example of weight two is as good as two', (t) => {
  const twice = fitLogistic([...examples, examples[5]], 1);
  const heavy = fitLogistic(
    examples.map((example, i) => (i === 5 ? { ...example, weight: 2 } : example)),
    1,
  );
  t.deepEqual(
    heavy.weights.map((w) => w.toFixed(4)),
    twice.weights.map((w) => w.toFixed(4)),
  );
});
