import test from 'ava';
import { drawReliability } from '../../../bench/shots/reliability.ts';

test('counts transitions by confidence beside the share that is right', (t) => {
  const judged = [
    { confidence: 0.5, isRight: true },
    { confidence: 0.58, isRight: false },
    { confidence: 0.995, isRight: true },
  ];
  t.deepEqual(drawReliability(judged).slice(2), [
    '| 0.50-0.60 | 2 | 0.540 | 0.500 |',
    '| 0.99-1.00 | 1 | 0.995 | 1.000 |',
    'calibration error 0.028',
  ]);
});
