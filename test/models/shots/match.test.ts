import test from 'ava';
import { judgeRanges, matchRanges } from '../../../models/shots/match.ts';

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
  t.deepEqual(judgeRanges([cut(14), cut(11), cut(15)], truth), [true, false, false]);
  t.deepEqual(judgeRanges([cut(15)], truth), [false]);
});

test('what lies where nobody can say is neither right nor wrong', (t) => {
  t.deepEqual(judgeRanges([cut(85), cut(50), cut(70)], truth), [null, true, false]);
});

test('each range takes the first free one in its own order, from either side', (t) => {
  const dissolve = { startFrame: 40, endFrame: 60 };
  t.deepEqual(matchRanges([dissolve, cut(58)], [cut(44), cut(59)], 2), [0, 1]);
  t.deepEqual(matchRanges([cut(44), cut(45)], [cut(45), cut(48)], 2), [0, 1]);
  // What takes the only match of another leaves it without.
  t.deepEqual(matchRanges([cut(45), cut(41)], [cut(44), cut(45)], 2), [0, -1]);
  t.deepEqual(matchRanges([cut(12)], [cut(14)], 0), [-1]);
});
