import test from 'ava';
import { chooseAws, disjunction, jaccardDistance, scoreSlots } from '../../../bench/breaks/aws-smart-ad-breaks.ts';
import type { Measured } from '../../../bench/breaks/baselines.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const isNear = (a: number, b: number) => Math.abs(a - b) < 1e-12;
const same = () => 0;

test('labels differ by what they do not share', (t) => {
  t.is(jaccardDistance(new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd'])), 0.5);
  t.is(jaccardDistance(new Set(['a']), new Set(['b'])), 1);
  t.is(jaccardDistance(new Set(['a']), new Set(['a'])), 0);
  t.is(jaccardDistance(new Set(), new Set()), 0);
  t.true(isNear(disjunction(0.7, 0.8), 0.94));
});

test('what lies within half a second is one slot at the later moment, by noisy or', (t) => {
  const [slot, ...others] = scoreSlots(
    [
      { seconds: 50.4, reason: 'ShotChange' },
      { seconds: 50, reason: 'BlackFrame' },
    ],
    100,
    same,
  );
  t.deepEqual(others, []);
  t.is(slot!.seconds, 50.4);
  t.true(isNear(slot!.score, 1 - 0.2 * 0.3));
});

test('the first quarter costs (t / T) ^ 0.3', (t) => {
  const [early, late] = scoreSlots(
    [
      { seconds: 10, reason: 'Silence' },
      { seconds: 90, reason: 'Silence' },
    ],
    100,
    same,
  );
  t.true(isNear(early!.score, 0.7 * 0.1 ** 0.3));
  t.is(late!.score, 0.7);
});

test('of crowded neighbours the lower suffers by (d / T) ^ 0.05, of equals the earlier', (t) => {
  const [first, second] = scoreSlots(
    [
      { seconds: 50, reason: 'ShotChange' },
      { seconds: 60, reason: 'ShotChange' },
    ],
    100,
    same,
  );
  t.true(isNear(first!.score, 0.7 * 0.1 ** 0.05));
  t.is(second!.score, 0.7);
  const [high, low] = scoreSlots(
    [
      { seconds: 50, reason: 'EndCredits' },
      { seconds: 60, reason: 'ShotChange' },
    ],
    100,
    same,
  );
  t.is(high!.score, 1);
  t.true(isNear(low!.score, 0.7 * 0.1 ** 0.05));
});

test('a change of labels counts by its fourth power', (t) => {
  const [slot] = scoreSlots([{ seconds: 50, reason: 'ShotChange' }], 100, () => 0.5);
  t.true(isNear(slot!.score, 1 - 0.3 * (1 - 0.0625)));
});

test('takes the highest slots, of equals the later', (t) => {
  const labels = [['a'], ['a'], ['b'], ['b']];
  const programme = {
    shots: cutShots(300, 300, 300, 300),
    labels,
    cues: [{ type: 'black', startSeconds: 60, endSeconds: 60.5 }],
    grid: tenFps(1200),
  } as unknown as Measured;
  t.deepEqual(chooseAws(programme, 1), [60]);
  t.deepEqual(chooseAws(programme, 2), [60, 90]);
});
