import test from 'ava';
import type { ShotSpan } from '../../../src/core/measurements/spans.ts';
import { chooseKeyFrame } from '../../../src/core/pipeline/key-frames.ts';

const RATE = { numerator: 25, denominator: 1 };
const shot = (
  startFrame: number,
  endFrame: number,
  transition: [number, number] = [startFrame - 1, startFrame],
): ShotSpan => ({
  startFrame,
  endFrame,
  transitionIn: {
    type: startFrame === 0 ? 'start' : 'cut',
    startFrame: Math.max(0, transition[0]),
    endFrame: transition[1],
    confidence: 1,
  },
});

// At two samples a second of 25 frames the sampled frames are 0, 13, 25, 38, 50, ...
test('the sampled frame nearest to the middle stands for a shot', (t) => {
  t.deepEqual(chooseKeyFrame(shot(0, 100), shot(100, 150), 2, RATE), { frame: 50, isSampled: true });
  t.deepEqual(chooseKeyFrame(shot(20, 40), undefined, 2, RATE), { frame: 25, isSampled: true });
});

test('frames inside a transition are passed over where there are others', (t) => {
  t.deepEqual(chooseKeyFrame(shot(20, 60, [10, 30]), shot(60, 90, [40, 80]), 2, RATE), { frame: 38, isSampled: true });
  t.deepEqual(chooseKeyFrame(shot(20, 30, [10, 30]), shot(30, 90, [29, 31]), 2, RATE), { frame: 25, isSampled: true });
});

test('a shot without a sampled frame is stood for by its middle', (t) => {
  t.deepEqual(chooseKeyFrame(shot(14, 20), shot(20, 40), 2, RATE), { frame: 16, isSampled: false });
  t.deepEqual(chooseKeyFrame(shot(14, 15), undefined, 2, RATE), { frame: 14, isSampled: false });
});

test('a sample outside the transition counts even where the middle lies inside it', (t) => {
  t.deepEqual(chooseKeyFrame(shot(100, 130, [90, 120]), undefined, 2, RATE), { frame: 125, isSampled: true });
});
