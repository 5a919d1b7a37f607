import test from 'ava';
import { readCurve } from '../../../bench/shots/others.ts';

test('each run of frames above the threshold is a transition', (t) => {
  // 127 of 255 is less than a half, 128 more. The second run lasts three frames.
  const curve = Uint8Array.of(0, 0, 127, 128, 0, 200, 255, 200, 0, 0);
  t.deepEqual(readCurve(curve), [
    { type: 'cut', startFrame: 3, endFrame: 4 },
    { type: 'gradual', startFrame: 5, endFrame: 8 },
  ]);
});

test('a run that touches an end of the video divides nothing', (t) => {
  t.deepEqual(readCurve(Uint8Array.of(255, 255, 0, 0, 255)), []);
  t.deepEqual(readCurve(new Uint8Array(0)), []);
});
