import test from 'ava';
import { addVideo, createTally, rate } from '../../../bench/shots/score.ts';

const cut = (endFrame: number, confidence?: number) => ({
  ...{ type: 'cut', startFrame: endFrame - 1, endFrame },
  ...(confidence === undefined ? {} : { confidence }),
});

test('counts what was found, missed and wrong, by type and trait, and how sure it was', (t) => {
  const tally = createTally();
  const truth = { transitions: [cut(10), cut(50), cut(90)], ignore: [{ type: 'blur', startFrame: 68, endFrame: 72 }] };
  const found = [cut(12, 0.9), cut(30, 0.6), cut(70, 0.7), cut(90, 0.8)];
  const { right, wrong, missed } = addVideo([tally], truth, found, {
    ...{ seconds: 30, tolerance: 2 },
    traits: [['short'], ['short'], []],
  });
  t.is(right, 2);
  t.deepEqual(wrong, [cut(30, 0.6)]);
  t.deepEqual(missed, [cut(50)]);
  t.deepEqual(
    [...tally.byType],
    [
      ['cut', { found: 2, of: 3 }],
      ['short', { found: 1, of: 2 }],
    ],
  );
  // What lies in an ignored range is neither right nor wrong.
  t.deepEqual(
    tally.judged.map(({ confidence, isRight }) => [confidence, isRight]),
    [
      [0.9, true],
      [0.6, false],
      [0.8, true],
    ],
  );
  const { precision, recall, falseAMinute } = rate(tally);
  t.deepEqual([precision, recall, falseAMinute], [2 / 3, 2 / 3, 2]);
});
