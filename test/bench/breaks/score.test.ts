import test from 'ava';
import type { Programme } from '../../../bench/breaks/programme.ts';
import { addScore, countHits, createScore, isInsideShot } from '../../../bench/breaks/score.ts';
import { cutShots, tenFps } from '../../helpers/spans.ts';

const shots = cutShots(300, 300, 300).map((shot, i) =>
  i === 2 ? { ...shot, transitionIn: { type: 'dissolve', startFrame: 595, endFrame: 605 } as const } : shot,
);
const programme = {
  kind: 'test',
  shots,
  cues: [
    { type: 'black', startSeconds: 45, endSeconds: 46 },
    { type: 'end-credits', startSeconds: 80, endSeconds: 90 },
  ],
  audio: null,
  grid: tenFps(900),
  unsafe: [{ startSeconds: 70, endSeconds: 75 }],
  truth: { breaks: [30, 60], spacingSeconds: 20 },
} as unknown as Programme;

test('a hit is within a second, one to one', (t) => {
  t.is(countHits([10, 20], [9, 21]), 2);
  t.is(countHits([10, 20], [9.5, 10.5]), 1);
  t.is(countHits([10, 10.5], [10.2]), 1);
  t.is(countHits([10], [11.1]), 0);
  t.is(countHits([10, 10.9], [9.1, 10.05]), 2);
});

test('a break is inside a shot where it is in no transition and no black', (t) => {
  t.deepEqual(
    [29.8, 29.9, 30, 30.1, 45.5, 59.4, 59.5, 60.5, 60.6].map((seconds) => isInsideShot(programme, seconds)),
    [true, false, false, true, false, true, false, false, true],
  );
});

test('counts what is wrong', (t) => {
  const score = createScore();
  addScore(score, programme, [30, 45.5, 66, 85]);
  t.deepEqual(score, {
    wanted: 2,
    found: 4,
    hits: 1,
    insideShot: 2,
    insideSound: 0,
    tooClose: 2,
    besideUnsafe: 1,
    inCredits: 1,
  });
});

test('loud sound is wrong where a cut beside it is quiet', (t) => {
  const levelsDb = Float32Array.from({ length: 900 }, (_, i) => (i >= 295 && i < 310 ? -70 : -20));
  const heard = { ...programme, audio: { windowSeconds: 0.1, startSeconds: 0, levelsDb } };
  const insideSound = (seconds: number) => {
    const score = createScore();
    addScore(score, heard, [seconds]);
    return score.insideSound;
  };
  t.deepEqual([24, 26, 30, 34, 36].map(insideSound), [0, 1, 0, 1, 0]);
  const reported = { ...programme, cues: [{ type: 'silence' as const, startSeconds: 29.5, endSeconds: 31 }] };
  const score = createScore();
  addScore(score, reported, [26, 30, 60]);
  t.is(score.insideSound, 1);
});
