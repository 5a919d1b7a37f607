import test from 'ava';
import { matchRanges } from '../../../models/shots/match.ts';

const truth = {
  framesPerSecond: 25,
  transitions: [
    { type: 'cut', startFrame: 10, endFrame: 11 },
    { type: 'dissolve', startFrame: 40, endFrame: 60 },
  ],
  ignore: [{ startFrame: 80, endFrame: 90 }],
  teacher: null,
};
const cut = (endFrame: number) => ({ startFrame: endFrame - 1, endFrame });

test('a range is right within two frames, once for each transition', (t) => {
  t.deepEqual(matchRanges([cut(14), cut(11), cut(15)], truth), [true, false, false]);
  t.deepEqual(matchRanges([cut(15)], truth), [false]);
});

test('what lies where nobody can say is neither right nor wrong', (t) => {
  t.deepEqual(matchRanges([cut(85), cut(50), cut(70)], truth), [null, true, false]);
});
