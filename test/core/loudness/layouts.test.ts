import test from 'ava';
import { chooseLayout } from '../../../src/core/loudness/layouts.ts';

test('a track is measured in its own channels, a rare layout as stereo', (t) => {
  t.deepEqual(chooseLayout('mono'), { name: 'mono', weights: [1] });
  t.deepEqual(chooseLayout('5.1(side)'), { name: '5.1(side)', weights: [1, 1, 1, 0, 1.41, 1.41] });
  for (const rare of ['22.2', '9 channels', 'constructor', null])
    t.deepEqual(chooseLayout(rare), { name: 'stereo', weights: [1, 1] });
});
