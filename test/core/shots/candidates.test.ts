import test from 'ava';
import { listCandidates, type TransitionCandidate, toProbabilities } from '../../../src/core/shots/candidates.ts';
import { BOUNDARY_KINDS } from '../../../src/core/shots/score.ts';

const KINDS = BOUNDARY_KINDS.length;

type Odds = Record<number, Partial<Record<(typeof BOUNDARY_KINDS)[number], number>>>;

/** Candidates of a video of 100 pictures, whose boundaries have these log odds; the eleventh is shown for `held` frames, the others for one. */
function candidatesOf(odds: Odds, held = 1): TransitionCandidate[] {
  const frames = Array.from({ length: 100 }, (_, i) => (i > 10 ? i + held - 1 : i));
  const all = new Float32Array(100 * KINDS);
  for (let i = 1; i < 100; i++)
    for (let kind = 1; kind < KINDS; kind++) all[i * KINDS + kind] = odds[i]?.[BOUNDARY_KINDS[kind]] ?? -12;
  const scores = { frames, odds: all, change: new Float32Array(100) };
  return listCandidates(scores, toProbabilities(scores), 25, () => true);
}

test('probabilities of a boundary sum to one, whatever the odds', (t) => {
  const odds = Float32Array.from([0, 0, 0, 0, 0, 0, 3, 100, -100, 1]);
  const probabilities = toProbabilities({ frames: [0, 1], odds, change: new Float32Array(2) });
  t.deepEqual(
    [...probabilities.subarray(0, 5)].map((p) => Math.fround(p)),
    new Array(5).fill(Math.fround(0.2)),
  );
  t.true(Math.abs(probabilities.subarray(5).reduce((a, b) => a + b) - 1) < 1e-6);
  t.is(probabilities[7], 1);
});

test('each cut of a burst is a candidate of its own, on its likeliest boundary', (t) => {
  const found = candidatesOf({ 10: { cut: 4 }, 11: { cut: 1 }, 14: { cut: 3 }, 17: { cut: 5 } });
  t.deepEqual(
    found.map(({ first, last, kind }) => [first, last, BOUNDARY_KINDS[kind]]),
    [10, 14, 17].map((at) => [at, at, 'cut']),
  );
  for (const { evidence } of found) t.true(evidence > 0.9 && evidence <= 1);
});

test('a picture that is held has a cut on either side, however sure the other is', (t) => {
  t.deepEqual(
    candidatesOf({ 10: { cut: 6 }, 11: { cut: 7 } }, 26).map(({ first }) => first),
    [10, 11],
  );
});

test('boundaries that look gradual are one candidate across a short gap, with the likeliest kind', (t) => {
  const odds = Object.fromEntries(
    Array.from({ length: 15 }, (_, i) => [20 + i, i === 7 ? {} : { dissolve: 2, wipe: i < 3 ? 3 : 0 }]),
  );
  t.deepEqual(
    candidatesOf(odds).map(({ first, last, kind }) => [first, last, BOUNDARY_KINDS[kind]]),
    [[20, 34, 'dissolve']],
  );
});

test('a cut inside an evident gradual transition must be evident itself', (t) => {
  const dissolve = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [20 + i, { dissolve: 5 }]));
  const kindsOf = (cut: number) =>
    candidatesOf({ ...dissolve, 27: { dissolve: 0, cut } }).map(({ kind }) => BOUNDARY_KINDS[kind]);
  t.deepEqual(kindsOf(-1), ['dissolve']);
  t.deepEqual(kindsOf(5), ['dissolve', 'cut']);
});
