import test from 'ava';
import { createMomentFinder } from '../../../src/core/breaks/moment.ts';
import { tenFps } from '../../helpers/spans.ts';

const levels = (...levelsDb: number[]) => ({
  windowSeconds: 0.1,
  startSeconds: 0,
  levelsDb: Float32Array.from(levelsDb),
});

test('without sound the middle, of two the earlier', (t) => {
  const find = createMomentFinder(null, tenFps(100));
  t.is(find({ firstFrame: 10, lastFrame: 20 }), 15);
  t.is(find({ firstFrame: 10, lastFrame: 13 }), 11);
  t.is(find({ firstFrame: 7, lastFrame: 7 }), 7);
});

test('the quietest frame, both ends included', (t) => {
  const find = createMomentFinder(levels(-20, -20, -26, -25, -27, -20, -22, -23, -24, -20), tenFps(10));
  t.is(find({ firstFrame: 0, lastFrame: 9 }), 3);
  t.is(find({ firstFrame: 5, lastFrame: 7 }), 7);
  t.is(find({ firstFrame: 3, lastFrame: 8 }), 3);
});

test('all that is silent is equally quiet, but for its ends', (t) => {
  const loud = Array<number>(20).fill(-20);
  const find = createMomentFinder(levels(...loud, -70, -90, -65, -120, -80, ...loud), tenFps(45));
  t.is(find({ firstFrame: 20, lastFrame: 24 }), 22);
  t.is(find({ firstFrame: 4, lastFrame: 26 }), 21);
});

test('sound that ends before the picture is silent from there on', (t) => {
  const find = createMomentFinder(levels(-20, -20, -20, -20), tenFps(10));
  t.is(find({ firstFrame: 0, lastFrame: 8 }), 5);
});
