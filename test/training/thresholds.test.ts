import test from 'ava';
import { averagePrecision, binAnswers, calibrationError, scoreAt } from '../../src/training/metrics.ts';
import { findRiskSteps, findThreshold, wilsonBound } from '../../src/training/thresholds.ts';

const answers = (...pairs: readonly (readonly [number, boolean])[]) => ({
  probabilities: pairs.map(([probability]) => probability),
  labels: pairs.map(([, label]) => label),
});

const MANY = answers(...Array.from({ length: 100 }, (_, i) => [1 - i / 100, i < 30 || i % 4 === 0] as const));

test('the threshold is the least one that keeps the precision', (t) => {
  const { value, reached } = findThreshold(MANY, 0.9, 0);
  t.true(reached);
  const { precision } = scoreAt(MANY, value);
  t.true(precision! >= 0.9);
  t.true(scoreAt(MANY, value - 0.05).precision! < 0.9);
});

test('a precision that no threshold has is not reached', (t) => {
  const never = answers([0.9, false], [0.8, true], [0.7, false], [0.6, false], [0.5, false], [0.4, false]);
  t.false(findThreshold(never, 0.8, 0).reached);
});

test('a threshold does not fall below half of the precision', (t) => {
  const sure = answers(...Array.from({ length: 50 }, (_, i) => [0.99 - i / 60, true] as const));
  t.is(findThreshold(sure, 0.8, 0).value, 0.4);
});

test('risk steps rise, and lie at 1 where few pictures cannot show them', (t) => {
  const steps = findRiskSteps(MANY);
  t.true(steps.low <= steps.medium && steps.medium <= steps.high);
  const few = answers([0.9, true], [0.8, true], [0.7, true], [0.6, true], [0.5, true], [0.4, false]);
  t.is(findRiskSteps(few).high, 1);
});

test('the lower end of an interval nears the share with more pictures', (t) => {
  t.true(wilsonBound(9, 10, 1) < wilsonBound(90, 100, 1));
  t.is(wilsonBound(9, 10, 0), 0.9);
});

test('average precision is the mean of precisions at the right ones', (t) => {
  t.is(averagePrecision(answers([0.9, true], [0.8, false], [0.7, true], [0.6, true])), (1 + 2 / 3 + 3 / 4) / 3);
  t.is(averagePrecision(answers([0.9, true], [0.8, false])), null);
});

test('a confidence that is off by a tenth has that error', (t) => {
  const said = Array.from({ length: 10 }, (_, i) => ({ confidence: 0.85, right: i < 7 }));
  const bins = binAnswers([...said, { confidence: 1, right: true }]);
  t.is(bins.length, 2);
  t.true(Math.abs(calibrationError(bins)! - (10 / 11) * 0.15) < 1e-9);
});
