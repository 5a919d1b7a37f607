import test from 'ava';
import { SIGNAL_COUNT, signalIndex } from '../../../src/core/measurements/signal-names.ts';
import type { TransitionCandidate } from '../../../src/core/shots/candidates.ts';
import { judgeCandidates } from '../../../src/core/shots/judge.ts';
import {
  type BoundaryEvidence,
  JUDGE_FEATURE_COUNT,
  readJudgeFeatures,
} from '../../../src/core/shots/judge-features.ts';
import { BOUNDARY_KINDS } from '../../../src/core/shots/score.ts';

const COUNT = 60;
const KINDS = BOUNDARY_KINDS.length;

function evidenceOf(candidates: readonly TransitionCandidate[], change: (frame: number) => number): BoundaryEvidence {
  const values = new Float32Array(COUNT * SIGNAL_COUNT);
  const probabilities = new Float32Array(COUNT * KINDS);
  for (let n = 0; n < COUNT; n++) {
    values[n * SIGNAL_COUNT + signalIndex('structure-1')] = change(n);
    probabilities[n * KINDS] = 1;
  }
  const frames = Array.from({ length: COUNT }, (_, n) => n);
  const odds = new Float32Array(COUNT * KINDS);
  return {
    scores: { frames, odds, change: new Float32Array(COUNT) },
    probabilities,
    signals: { firstFrame: 0, count: COUNT, values },
    framesPerSecond: 25,
    candidates,
  };
}
const cut = (at: number, evidence = 0.9): TransitionCandidate => ({ first: at, last: at, kind: 1, evidence });
const dissolve = (first: number, last: number): TransitionCandidate => ({ first, last, kind: 2, evidence: 0.9 });

test('features are numbers wherever a candidate lies, at the edges too', (t) => {
  const candidates = [dissolve(1, 59), cut(1, 0), cut(30, 1), cut(59)];
  const evidence = evidenceOf(candidates, () => 0);
  for (const index of candidates.keys()) {
    const features = readJudgeFeatures(evidence, index);
    t.is(features.length, JUDGE_FEATURE_COUNT);
    t.true(features.every(Number.isFinite));
  }
});

test('how far a change exceeds those around it is read, and how evident a neighbour is', (t) => {
  const evidence = evidenceOf([cut(20), cut(22, 0.4), cut(40)], (n) => (n === 20 ? 0.5 : 0.1));
  const [exceeds, most] = readJudgeFeatures(evidence, 0).slice(6, 8);
  t.true(Math.abs(exceeds - 0.4) < 1e-6);
  t.is(most, 0.5);
  t.is(readJudgeFeatures(evidence, 0)[12], Math.fround(0.4));
  t.is(readJudgeFeatures(evidence, 2)[12], 0);
});

test('what weighs on gradual transitions alone leaves a cut as it was', (t) => {
  const evidence = evidenceOf([cut(20), dissolve(30, 40)], () => 0.1);
  const weights = new Array<number>(JUDGE_FEATURE_COUNT).fill(0);
  weights[JUDGE_FEATURE_COUNT - 3] = 2;
  const same = new Array<number>(JUDGE_FEATURE_COUNT).fill(0);
  const [first, second] = judgeCandidates(evidence, { mean: same, scale: same.map(() => 1), weights, bias: 0 });
  t.is(first, 0.5);
  t.is(second, 1 / (1 + Math.exp(-2)));
});
