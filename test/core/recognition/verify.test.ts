import test from 'ava';
import { createRandom, type Random } from '../../../src/core/math/random.ts';
import { estimatePose, type Pair } from '../../../src/core/recognition/verify.ts';

/** Features of a picture that lies in the frame turned by 0.5 radians and half as large. */
function truePair(random: Random, feature: number): Pair {
  const [fromX, fromY, fromSize, fromAngle] = [random() * 400, random() * 400, 2 + random() * 6, random() * 6];
  const [cos, sin] = [0.5 * Math.cos(0.5), 0.5 * Math.sin(0.5)];
  return {
    ...{ feature, weight: 0.5, fromX, fromY, fromSize, fromAngle },
    toX: 300 + cos * fromX - sin * fromY,
    toY: 100 + sin * fromX + cos * fromY,
    toSize: fromSize / 2,
    toAngle: fromAngle + 0.5,
  };
}

const strayPair = (random: Random, feature: number): Pair => ({
  ...truePair(random, feature),
  toX: random() * 640,
  toY: random() * 360,
  toAngle: random() * 6,
});

test('a few true pairs are found among many strays', (t) => {
  const random = createRandom(2);
  const pairs = Array.from({ length: 60 }, (_, i) => (i % 6 === 0 ? truePair(random, i) : strayPair(random, i)));
  const { inliers, score } = estimatePose(pairs);
  const right = inliers.filter(({ feature }) => feature % 6 === 0);
  t.is(right.length, 10);
  t.true(inliers.length <= 11);
  t.is(score, inliers.length * 0.5);
});

test('features at one spot count once', (t) => {
  const random = createRandom(3);
  const pair = truePair(random, 0);
  t.is(estimatePose([pair, { ...pair, feature: 1 }, { ...pair, feature: 2 }]).inliers.length, 1);
});

test('no pairs, no pose', (t) => {
  t.deepEqual(estimatePose([]), { inliers: [], score: 0 });
});
