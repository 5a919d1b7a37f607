import test from 'ava';
import { BOUNDARY_KINDS } from '../../../src/core/shots/score.ts';
import { drawShotChange } from '../../../src/core/shots/timeline.ts';

const KINDS = BOUNDARY_KINDS.length;

/** Scores of a video in which every frame is a picture of its own; the given boundaries are as likely a cut as not. */
function scoresOf(count: number, evens: readonly number[]) {
  const odds = new Float32Array(count * KINDS).fill(-20);
  for (const boundary of evens) odds[boundary * KINDS + 1] = 0;
  return { frames: Array.from({ length: count }, (_, i) => i), odds };
}

test('the line is high where a transition is likely and low elsewhere', (t) => {
  const shotChange = drawShotChange(scoresOf(6, [3]), 6, 1);
  t.deepEqual(shotChange, [0, 0, 0, 0.5, 0, 0]);
});

test('wider points keep the highest score', (t) => {
  const shotChange = drawShotChange(scoresOf(30_001, [29_999]), 30_001, 3);
  t.is(shotChange.length, 10_001);
  t.is(shotChange[9999], 0.5);
  t.is(Math.max(...shotChange.slice(0, 9999)), 0);
});

test('odds beyond all numbers are certainty', (t) => {
  const scores = scoresOf(2, []);
  scores.odds[KINDS + 1] = 1e6;
  t.deepEqual(drawShotChange(scores, 2, 1), [0, 1]);
});
