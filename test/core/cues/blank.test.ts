import test from 'ava';
import { createBlankCheck } from '../../../src/core/cues/blank.ts';
import { tenFps } from '../../helpers/spans.ts';

test('frames inside black, white and test pictures show nothing, others do', (t) => {
  const isBlank = createBlankCheck(
    [
      { type: 'black', startSeconds: 1, endSeconds: 2 },
      { type: 'freeze', startSeconds: 3, endSeconds: 4 },
      { type: 'color-bars', startSeconds: 5, endSeconds: 6 },
    ],
    tenFps(100),
  );
  const blank = Array.from({ length: 100 }, (_, frame) => frame).filter(isBlank);
  t.deepEqual(blank, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59]);
});
