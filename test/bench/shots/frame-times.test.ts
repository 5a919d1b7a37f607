import test from 'ava';
import { isConstant, toGrid } from '../../../bench/shots/frame-times.ts';

test('a cut of evenly spaced pictures stays where it is', (t) => {
  const even = Array.from({ length: 10 }, (_, i) => i);
  t.true(isConstant(even));
  t.deepEqual(toGrid({ type: 'cut', startFrame: 4, endFrame: 5 }, even), { type: 'cut', startFrame: 4, endFrame: 5 });
});

test('the last picture before a transition is held until the next comes', (t) => {
  // Pictures 2 and 4 stay for three and two frames of the grid.
  const held = [0, 1, 2, 5, 6, 8];
  t.false(isConstant(held));
  t.deepEqual(toGrid({ type: 'cut', startFrame: 2, endFrame: 3 }, held), { type: 'cut', startFrame: 4, endFrame: 5 });
  t.deepEqual(toGrid({ type: 'dissolve', startFrame: 1, endFrame: 5 }, held), {
    type: 'dissolve',
    startFrame: 1,
    endFrame: 8,
  });
});

test('pictures that share a frame of the grid, and ranges beyond the last', (t) => {
  const crowded = [0, 1, 1, 2];
  t.deepEqual(toGrid({ type: 'cut', startFrame: 1, endFrame: 2 }, crowded), {
    type: 'cut',
    startFrame: 1,
    endFrame: 2,
  });
  t.deepEqual(toGrid({ type: 'cut', startFrame: 3, endFrame: 6 }, crowded), {
    type: 'cut',
    startFrame: 2,
    endFrame: 5,
  });
});
